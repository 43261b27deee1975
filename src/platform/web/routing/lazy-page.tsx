import type { ComponentType } from 'preact';
import lazy from 'preact-iso/lazy';
import { ApiProblem } from '../api/problem.ts';
import { ErrorState } from '../ui/error-state.tsx';

/** A page of the router: it is given its path and parameters. */
export type PageComponent = ComponentType<{ readonly path: string }>;

/**
 * A page whose code is fetched when somebody goes there first. Where it cannot be fetched, because the connection is gone or
 * because the server has a newer build, the page says so; trying again loads the whole app anew, which mends both.
 */
export function lazyPage(load: () => Promise<{ readonly default: unknown }>): PageComponent {
  const loadOrExplain = (): Promise<{ readonly default: unknown }> =>
    load().catch((cause: unknown) => {
      const problem = new ApiProblem({
        status: 0,
        code: 'offline',
        title: 'This page could not be loaded',
        detail: 'The server cannot be reached, or it has a newer version of the app.',
        cause,
      });
      return { default: () => <ErrorState wholePage error={problem} onRetry={() => location.reload()} /> };
    });
  // The types of preact-iso do not know what lazy() makes of a module.
  return lazy(loadOrExplain) as unknown as PageComponent;
}
