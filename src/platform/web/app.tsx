import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import NotFoundPage from './pages/not-found-page.tsx';
import { routeOf, routes } from './routing/routes.ts';
import { session } from './session/current.ts';
import { Bare, Entrance } from './shell/frames.tsx';
import { Shell } from './shell/shell.tsx';
import { ErrorState } from './ui/error-state.tsx';
import { Spinner } from './ui/spinner.tsx';
import { Toaster } from './ui/toast.tsx';

const frames = { shell: Shell, entrance: Entrance, bare: Bare } as const;

export function App() {
  return (
    <LocationProvider>
      <Restored />
      <Toaster />
    </LocationProvider>
  );
}

/** Takes up the session first: until then nobody knows which pages may be shown. */
function Restored() {
  const [failure, setFailure] = useState<unknown>();
  const restore = (): void => {
    setFailure(undefined);
    session.restore().catch(setFailure);
  };
  useEffect(restore, []);
  if (failure !== undefined) {
    return (
      <Bare>
        <ErrorState wholePage error={failure} onRetry={restore} />
      </Bare>
    );
  }
  if (session.status.value === 'restoring') {
    return (
      <div class="flex h-dvh items-center justify-center">
        <Spinner label="Opening GoMeet" />
      </div>
    );
  }
  return <Pages />;
}

function Pages() {
  const { path, url, query, route } = useLocation();
  const [loading, setLoading] = useState(false);
  const [failure, resetFailure] = useErrorBoundary();
  const entry = routeOf(path);
  const redirect = redirectOf(entry?.access, url, query.next);
  useEffect(() => {
    if (redirect !== undefined) route(redirect, true);
  }, [redirect]);
  useEffect(() => resetFailure(), [path]);
  if (redirect !== undefined) return null;
  const Frame = frames[entry?.frame ?? (session.status.value === 'signed-in' ? 'shell' : 'bare')];
  return (
    <Frame loading={loading}>
      {failure ? (
        <ErrorState wholePage error={failure} onRetry={() => location.reload()} />
      ) : (
        <Router
          onLoadStart={() => setLoading(true)}
          onLoadEnd={() => setLoading(false)}
          onRouteChange={() => document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true })}
        >
          {routes.map(({ path: pattern, page: Page }) => (
            <Page key={pattern} path={pattern} />
          ))}
          <Route default component={NotFoundPage} />
        </Router>
      )}
    </Frame>
  );
}

/** Who may not see a page goes to log in and comes back; who is signed in has no use for the entrance. */
function redirectOf(access: string | undefined, url: string, next: string | undefined): string | undefined {
  const isSignedIn = session.status.value === 'signed-in';
  if (access === 'private' && !isSignedIn) {
    return url === '/' ? '/login' : `/login?next=${encodeURIComponent(url)}`;
  }
  if (access === 'guest' && isSignedIn) return isOwnPath(next) ? next : '/';
  return undefined;
}

/** An address of this app and of no other: `//elsewhere` and `/\elsewhere` lead away. */
const isOwnPath = (path: string | undefined): path is string =>
  path !== undefined && /^\/(?![/\\])/.test(path);
