import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { api } from '../api/api.ts';
import type { UserSettings } from '../api/types.ts';
import { session } from '../session/current.ts';
import { type Theme, theme } from '../session/theme.ts';
import { unread } from '../session/unread.ts';
import { Avatar } from '../ui/avatar.tsx';
import type { IconName } from '../ui/icon.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { showError } from '../ui/toast.tsx';
import { Logo } from './logo.tsx';

const unreadEveryMs = 60_000;

/** Each press goes one further. */
const themes: readonly { theme: Theme; icon: IconName; label: string }[] = [
  { theme: 'system', icon: 'monitor', label: 'Colours: as the system' },
  { theme: 'light', icon: 'sun', label: 'Colours: light' },
  { theme: 'dark', icon: 'moon', label: 'Colours: dark' },
];

export function Header() {
  const { route } = useLocation();
  const user = session.user.value;
  const index = themes.findIndex((entry) => entry.theme === theme.choice.value);
  useEffect(() => {
    void unread.refresh();
    // Colours are a matter of taste: without the server's word the page keeps those that it has.
    api.get<UserSettings>('/users/settings').then(
      (settings) => theme.adopt(settings.theme),
      () => undefined,
    );
    const timer = setInterval(() => document.hidden || void unread.refresh(), unreadEveryMs);
    return () => clearInterval(timer);
  }, []);
  const name = user ? `${user.firstName} ${user.lastName}` : '';
  return (
    <header class="sticky top-0 z-20 border-b border-line bg-surface">
      <div class="mx-auto flex h-16 max-w-7xl items-center gap-2 px-4 md:px-6">
        <a href="/" aria-label="GoMeet, to the start" class="mr-auto flex rounded-lg py-1.5">
          <Logo />
        </a>
        <IconButton
          icon={themes[index]?.icon ?? 'monitor'}
          label={themes[index]?.label ?? ''}
          onClick={() => theme.set(themes[(index + 1) % themes.length]?.theme ?? 'system')}
        />
        <Menu
          label={`Account of ${name}`}
          triggerClass="flex rounded-full p-1 hover:bg-sunken"
          trigger={<Avatar name={name} url={user?.avatarUrl} size={36} />}
          items={[
            { label: 'Profile', icon: 'user', onSelect: () => route('/profile') },
            { label: 'Settings', icon: 'settings', onSelect: () => route('/settings') },
            { label: 'Log out', icon: 'logout', onSelect: () => void session.logout().catch(showError) },
          ]}
        />
      </div>
    </header>
  );
}
