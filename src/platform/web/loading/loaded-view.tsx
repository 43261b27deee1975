import type { ComponentChildren } from 'preact';
import { ErrorState } from '../ui/error-state.tsx';
import { Spinner } from '../ui/spinner.tsx';
import type { Loading } from './use-loaded.ts';

interface LoadedViewProps<T> {
  readonly loading: Loading<T>;
  /** The page is nothing without it. */
  readonly wholePage?: boolean;
  readonly children: (data: T) => ComponentChildren;
}

/** What the server answered, or that it is asked, or why it did not answer and a way to try again. */
export function LoadedView<T>({
  loading: { loaded, reload },
  wholePage = false,
  children,
}: LoadedViewProps<T>) {
  if (loaded.state === 'loading') {
    return (
      <div class="py-12">
        {wholePage && <h1 class="sr-only">Loading</h1>}
        <Spinner label="Loading" />
      </div>
    );
  }
  if (loaded.state === 'failed')
    return <ErrorState wholePage={wholePage} error={loaded.error} onRetry={() => void reload()} />;
  return <>{children(loaded.data)}</>;
}
