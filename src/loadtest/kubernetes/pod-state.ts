import type { V1Pod } from '@kubernetes/client-node';

/** How far a generator's pod is. */
export interface PodState {
  readonly name: string;
  /** Number of its plan. */
  readonly index: number;
  readonly phase: 'waiting' | 'running' | 'succeeded' | 'failed';
  /** Why it waits or has failed, in the words of the scheduler or the kubelet; null when all is well. */
  readonly reason: string | null;
}

/** Reads the state of a pod of an indexed Job, as the cluster tells it. */
export function podState({ metadata, spec, status }: V1Pod): PodState {
  const name = metadata?.name ?? '';
  const index = Number(metadata?.annotations?.['batch.kubernetes.io/job-completion-index']);
  const container = status?.containerStatuses?.[0];
  const ended = container?.state?.terminated;
  const state = (phase: PodState['phase'], reason: string | null): PodState => ({
    name,
    index,
    phase,
    reason,
  });
  if (status?.phase === 'Succeeded') return state('succeeded', null);
  if (status?.phase === 'Failed') {
    const container = ended && `${ended.reason ?? 'Error'}, exit code ${ended.exitCode}`;
    return state('failed', joined(status.reason ?? container ?? 'failed', status.message ?? ended?.message));
  }
  if (status?.phase === 'Running' && container?.state?.running) return state('running', null);
  const unscheduled = status?.conditions?.find(
    ({ type, status: met }) => type === 'PodScheduled' && met === 'False',
  );
  if (unscheduled)
    return state('waiting', joined(unscheduled.reason ?? 'Unschedulable', unscheduled.message));
  const waiting = container?.state?.waiting;
  if (waiting) return state('waiting', joined(waiting.reason ?? 'waiting', waiting.message));
  return state('waiting', spec?.nodeName === undefined ? 'not scheduled yet' : 'its node has not begun yet');
}

const joined = (reason: string, message: string | undefined): string =>
  message === undefined || message === '' ? reason : `${reason}: ${message.trim()}`;
