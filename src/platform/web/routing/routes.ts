import { exec } from 'preact-iso/router';
import { lazyPage, type PageComponent } from './lazy-page.tsx';

/** Who may see a page: everybody, only those who are signed out, only those who are signed in. */
type Access = 'public' | 'guest' | 'private';
/** What stands around a page: the app's navigation, a card beside the name, or nothing. */
type FrameName = 'shell' | 'entrance' | 'bare';

interface PageRoute {
  readonly path: string;
  readonly access: Access;
  readonly frame: FrameName;
  /** Fetched when somebody goes there first. */
  readonly page: PageComponent;
}

type Load = () => Promise<{ readonly default: unknown }>;
const page = (path: string, access: Access, frame: FrameName, load: Load): PageRoute => ({
  path,
  access,
  frame,
  page: lazyPage(load),
});

export const routes: readonly PageRoute[] = [
  page('/login', 'guest', 'entrance', () => import('../pages/entrance/login-page.tsx')),
  page('/register', 'guest', 'entrance', () => import('../pages/entrance/register-page.tsx')),
  page('/forgot-password', 'guest', 'entrance', () => import('../pages/entrance/forgot-password-page.tsx')),
  page('/reset-password', 'public', 'entrance', () => import('../pages/entrance/reset-password-page.tsx')),
  page('/verify-email', 'public', 'entrance', () => import('../pages/entrance/verify-email-page.tsx')),
  page('/', 'private', 'shell', () => import('../pages/dashboard/dashboard-page.tsx')),
  page('/rooms/:roomId', 'private', 'bare', () => import('../meeting/meeting-page.tsx')),
  page('/rooms/:roomId/details', 'private', 'shell', () => import('../pages/room/room-page.tsx')),
  page('/contacts', 'private', 'shell', () => import('../pages/people/contacts-page.tsx')),
  page('/notifications', 'private', 'shell', () => import('../pages/notifications/notifications-page.tsx')),
  page('/recordings', 'private', 'shell', () => import('../pages/recordings/recordings-page.tsx')),
  page('/profile', 'private', 'shell', () => import('../pages/profile/profile-page.tsx')),
  page('/settings', 'private', 'shell', () => import('../pages/settings/settings-page.tsx')),
  page('/design', 'public', 'bare', () => import('../pages/design/design-page.tsx')),
];

/** The entry of an address; undefined when there is no such page. */
export const routeOf = (path: string): PageRoute | undefined =>
  routes.find((route) => exec(path, route.path, {} as never) !== undefined);
