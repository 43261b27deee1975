import { ApiProblem } from '../api/problem.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

interface ErrorStateProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** It stands for the whole page, so its title is the page's. */
  readonly wholePage?: boolean;
}

/** What went wrong, in the server's words, and what can be done: the place of a page or list that did not come. */
export function ErrorState({ error, onRetry, wholePage = false }: ErrorStateProps) {
  const problem = error instanceof ApiProblem ? error : undefined;
  const isOffline = problem?.code === 'offline';
  const title = problem?.title ?? 'Something went wrong here';
  const Heading = wholePage ? 'h1' : 'h2';
  const detail = (error instanceof Error ? error.message : String(error)).replace(`${title}. `, '');
  return (
    <div role="alert" class="mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-12 text-center">
      <span class="flex size-14 items-center justify-center rounded-full bg-danger-tint text-danger-text">
        <Icon name={isOffline ? 'signal' : 'error'} size={26} />
      </span>
      <Heading class="text-lg font-semibold">{title}</Heading>
      {detail !== title && <p class="text-muted">{detail}</p>}
      {problem?.requestId && <p class="text-sm text-muted">Request {problem.requestId}</p>}
      {onRetry && (
        <Button kind="secondary" icon="refresh" onClick={onRetry} class="mt-2">
          Try again
        </Button>
      )}
    </div>
  );
}
