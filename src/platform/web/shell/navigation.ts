import type { IconName } from '../ui/icon.tsx';

export interface Destination {
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
}

/** Where the app's navigation leads; the first five fit at the foot of a telephone. */
export const destinations: readonly Destination[] = [
  { href: '/', label: 'Meetings', icon: 'home' },
  { href: '/contacts', label: 'Contacts', icon: 'people' },
  { href: '/notifications', label: 'Notifications', icon: 'bell' },
  { href: '/recordings', label: 'Recordings', icon: 'record' },
  { href: '/settings', label: 'Settings', icon: 'settings' },
];

/** Whether a page belongs to a destination: `/rooms/…` belongs to the meetings. */
export const isCurrent = (href: string, path: string): boolean =>
  href === '/' ? path === '/' || path.startsWith('/rooms') : path === href || path.startsWith(`${href}/`);
