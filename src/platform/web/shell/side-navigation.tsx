import { useLocation } from 'preact-iso';
import { unread } from '../session/unread.ts';
import { Icon } from '../ui/icon.tsx';
import { destinations, isCurrent } from './navigation.ts';

/** How many notifications wait, said in words for those who cannot see the dot. */
function Unread({ href }: { readonly href: string }) {
  const count = unread.count.value;
  if (href !== '/notifications' || count === 0) return null;
  return (
    <span class="ml-auto rounded-full bg-primary px-2 py-px text-xs font-semibold text-on-primary">
      {count > 99 ? '99+' : count}
      <span class="sr-only"> unread</span>
    </span>
  );
}

/** The navigation at the side of wide windows. */
export function Sidebar() {
  const { path } = useLocation();
  return (
    <nav aria-label="Main" class="sticky top-16 hidden h-fit w-56 shrink-0 flex-col gap-1 py-8 md:flex">
      {destinations.map(({ href, label, icon }) => (
        <a
          key={href}
          href={href}
          aria-current={isCurrent(href, path) ? 'page' : undefined}
          class="flex items-center gap-3 rounded-lg px-3 py-2.5 font-medium text-muted transition-colors hover:bg-sunken hover:text-ink aria-[current]:bg-tint aria-[current]:text-on-tint"
        >
          <Icon name={icon} />
          {label}
          <Unread href={href} />
        </a>
      ))}
    </nav>
  );
}

/** The navigation at the foot of a telephone, in reach of the thumb. */
export function BottomNavigation() {
  const { path } = useLocation();
  return (
    <nav
      aria-label="Main"
      class="fixed inset-x-0 bottom-0 z-20 grid grid-cols-5 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {destinations.map(({ href, label, icon }) => (
        <a
          key={href}
          href={href}
          aria-current={isCurrent(href, path) ? 'page' : undefined}
          class="relative flex flex-col items-center gap-1 py-2.5 text-[0.6875rem] font-medium text-muted aria-[current]:text-link"
        >
          <Icon name={icon} size={22} />
          {label}
          {href === '/notifications' && unread.count.value > 0 && (
            <span class="absolute top-2 left-1/2 ml-1.5 size-2.5 rounded-full border-2 border-surface bg-error-500">
              <span class="sr-only">{unread.count.value} unread</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}
