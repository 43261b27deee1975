import type { ComponentType } from 'preact';
import lazy from 'preact-iso/lazy';
import { exec } from 'preact-iso/router';

/** Who may see a page: everybody, only those who are signed out, only those who are signed in. */
type Access = 'public' | 'guest' | 'private';
/** What stands around a page: the app's navigation, a card in the middle, or nothing. */
export type FrameName = 'shell' | 'entrance' | 'bare';

interface PageRoute {
  readonly path: string;
  readonly access: Access;
  readonly frame: FrameName;
  /** Fetched when somebody goes there first. */
  readonly page: ComponentType<{ readonly path: string }>;
}

export const routes: readonly PageRoute[] = [
  {
    path: '/rooms/:roomId',
    access: 'private',
    frame: 'bare',
    page: lazy(() => import('../meeting/meeting-page.tsx')),
  },
];

/** The entry of an address; undefined when there is no such page. */
export const routeOf = (path: string): PageRoute | undefined =>
  routes.find((route) => exec(path, route.path, {} as never) !== undefined);
