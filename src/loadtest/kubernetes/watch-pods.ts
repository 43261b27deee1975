import { setTimeout as delay } from 'node:timers/promises';
import type { Kubernetes } from '../../adapters/kubernetes.ts';
import type { Context, Step } from '../../context.ts';
import { type PodState, podState } from './pod-state.ts';

export interface PodsWatched {
  /** The last that was known of each pod, by its index. */
  readonly states: ReadonlyMap<number, PodState>;
  /** Why it was not waited for their end; null when all have ended. */
  readonly stopped: string | null;
}

interface Expected {
  /** Name of the Job. */
  readonly name: string;
  readonly labelSelector: string;
  readonly pods: number;
  /** Unix milliseconds by which all of them have to run. */
  readonly runningBy: number;
}

const pollIntervalMs = 1000;
/** An API server that is being replaced is away for less. */
const unansweredPollsMax = 60;

/**
 * Watches the pods of a run until all have ended, showing what they wait for. Gives up when they do not run in time,
 * when the user does, or when the cluster does not answer for a minute.
 */
export async function watchPods(
  ctx: Pick<Context, 'now' | 'progress' | 'signal'>,
  kubernetes: Pick<Kubernetes, 'pods' | 'jobWarnings'>,
  expected: Expected,
): Promise<PodsWatched> {
  const states = new Map<number, PodState>();
  const shown = new PodsProgress(ctx.progress, expected.pods);
  let unanswered = 0;
  let stopped: string | null = null;
  while (stopped === null) {
    try {
      remember(states, (await kubernetes.pods(expected.labelSelector)).map(podState));
      unanswered = 0;
    } catch (error) {
      unanswered += 1;
      if (unanswered > unansweredPollsMax) stopped = (error as Error).message;
    }
    const all = [...states.values()];
    if (all.length === expected.pods && all.every(hasEnded)) break;
    const missing = all.find(({ phase }) => phase === 'waiting');
    if (ctx.signal.aborted) stopped = 'interrupted by the user';
    else if (ctx.now() > expected.runningBy && (missing || all.length < expected.pods))
      stopped = await lateness(kubernetes, expected, missing);
    else shown.update(all);
    if (stopped === null)
      await delay(pollIntervalMs, undefined, { signal: ctx.signal }).catch(() => undefined);
  }
  shown.end(stopped);
  return { states, stopped };
}

const hasEnded = ({ phase }: PodState): boolean => phase === 'succeeded' || phase === 'failed';

/** A pod that was there and is not any more, was deleted: by somebody, or with its node. */
function remember(states: Map<number, PodState>, found: readonly PodState[]): void {
  for (const [index, state] of states) {
    if (!hasEnded(state) && !found.some((each) => each.index === index))
      states.set(index, { ...state, phase: 'failed', reason: 'it was deleted while it ran' });
  }
  for (const state of found) states.set(state.index, state);
}

async function lateness(
  kubernetes: Pick<Kubernetes, 'jobWarnings'>,
  { name }: Expected,
  missing: PodState | undefined,
): Promise<string> {
  if (missing) return `pod ${missing.index} did not run in time: ${missing.reason}`;
  const [warning = 'the cluster made no pod of it'] = (await kubernetes.jobWarnings(name)).slice(-1);
  return `the pods of Job ${name} did not run in time: ${warning}`;
}

/** Two steps on the screen: until all run, and while they do. */
class PodsProgress {
  readonly #progress: Context['progress'];
  readonly #pods: number;
  #step: Step;
  #areRunning = false;

  constructor(progress: Context['progress'], pods: number) {
    this.#progress = progress;
    this.#pods = pods;
    this.#step = progress.step(`Waiting for ${pods} pods`);
  }

  update(states: readonly PodState[]): void {
    const begun = states.filter(({ phase }) => phase !== 'waiting').length;
    const text = states.find(({ phase }) => phase === 'waiting')?.reason ?? '';
    if (!this.#areRunning) this.#step.update({ done: begun, total: this.#pods, text });
    if (!this.#areRunning && begun === this.#pods) {
      this.#areRunning = true;
      this.#step.succeed();
      this.#step = this.#progress.step('Generating the load in pods');
    }
    if (this.#areRunning)
      this.#step.update({ text: `${states.filter(hasEnded).length} of ${this.#pods} have ended` });
  }

  end(stopped: string | null): void {
    if (stopped === null) this.#step.succeed('');
    else this.#step.fail(stopped);
  }
}
