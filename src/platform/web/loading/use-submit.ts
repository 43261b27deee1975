import { useState } from 'preact/hooks';
import { ApiProblem } from '../api/problem.ts';

export interface Submission {
  readonly busy: boolean;
  readonly problem: ApiProblem | undefined;
  readonly onSubmit: (event?: Event) => void;
}

/** Does what a form is for: once at a time, keeping why it was refused until the next try. */
export function useSubmit(action: () => Promise<unknown>): Submission {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  function onSubmit(event?: Event): void {
    event?.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    action()
      .catch((error: unknown) => setProblem(asProblem(error)))
      .finally(() => setBusy(false));
  }
  return { busy, problem, onSubmit };
}

const asProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem
    ? error
    : new ApiProblem({
        status: 0,
        code: 'unexpected',
        title: error instanceof Error ? error.message : String(error),
      });
