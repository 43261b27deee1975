import { ExitCode, GomeetError } from '../../errors.ts';

/**
 * What happens when the deadline comes and people are still there: `wait` lets their meetings go on and only stops waiting;
 * `force` ends the media server, whose people then join again on another one.
 */
export const DRAIN_POLICIES = ['wait', 'force'] as const;
type DrainPolicy = (typeof DRAIN_POLICIES)[number];

/** Kept on the pod, so that whoever looks sees it and a second run goes on with it. */
export const DRAIN_ANNOTATION = 'gomeet.io/drain';

export interface DrainOrder {
  readonly policy: DrainPolicy;
  readonly startedAtMs: number;
  readonly deadlineAtMs: number;
}

/**
 * Time that Kubernetes gives a media server under `wait`. It ends by itself once it is empty, so a long time costs nothing;
 * a short one would cut meetings off: a week is longer than any of them.
 */
const WAIT_GRACE_SECONDS = 7 * 24 * 3600;

/** The annotation's text: times in ISO 8601, for people read it too. */
export function writeOrder({ policy, startedAtMs, deadlineAtMs }: DrainOrder): string {
  const iso = (ms: number): string => new Date(ms).toISOString();
  return JSON.stringify({ policy, startedAt: iso(startedAtMs), deadlineAt: iso(deadlineAtMs) });
}

/** Null for none, and for one that nobody of ours wrote: then the drain is ordered anew. */
export function readOrder(annotation: string | undefined): DrainOrder | null {
  if (annotation === undefined) return null;
  try {
    const { policy, startedAt, deadlineAt } = JSON.parse(annotation) as Record<string, string>;
    const order = { startedAtMs: Date.parse(startedAt ?? ''), deadlineAtMs: Date.parse(deadlineAt ?? '') };
    const known = DRAIN_POLICIES.find((name) => name === policy);
    if (known === undefined || Number.isNaN(order.startedAtMs + order.deadlineAtMs)) return null;
    return { policy: known, ...order };
  } catch {
    return null;
  }
}

/** What was typed; what was not is undefined. */
export interface DrainWish {
  readonly policy: DrainPolicy | undefined;
  readonly deadlineSeconds: number | undefined;
}

const DEFAULT_POLICY: DrainPolicy = 'wait';
const DEFAULT_DEADLINE_SECONDS = 2 * 3600;

/** How a pod stands when it is to be drained. */
export interface DrainStart {
  readonly nowMs: number;
  readonly standing: DrainOrder | null;
  /** When Kubernetes ends it at the latest, where somebody has deleted it already; null otherwise. */
  readonly endsAtMs: number | null;
}

/**
 * The order to follow: the one that stands, changed by what is typed now.
 *
 * @throws GomeetError (usage) for a deadline after the moment at which Kubernetes ends the pod: that can only come nearer
 */
export function orderOf(wish: DrainWish, { nowMs, standing, endsAtMs }: DrainStart): DrainOrder {
  const deadlineAtMs =
    wish.deadlineSeconds !== undefined || standing === null
      ? nowMs + (wish.deadlineSeconds ?? DEFAULT_DEADLINE_SECONDS) * 1000
      : standing.deadlineAtMs;
  const order: DrainOrder = {
    policy: wish.policy ?? standing?.policy ?? DEFAULT_POLICY,
    startedAtMs: standing?.startedAtMs ?? nowMs,
    deadlineAtMs,
  };
  const lastMs = standing === null ? endsAtMs : standing.policy === 'force' ? standing.deadlineAtMs : null;
  const isKept =
    lastMs === null || (deadlineAtMs <= lastMs && (standing === null || order.policy === 'force'));
  if (isKept) return order;
  throw new GomeetError(
    `it is being ended already, at ${new Date(lastMs).toISOString()} at the latest: Kubernetes cannot put that off`,
    {
      exitCode: ExitCode.usage,
      code: 'deadline-too-late',
      hint: `give at most --deadline ${Math.max(0, Math.floor((lastMs - nowMs) / 1000))}s`,
    },
  );
}

/**
 * Seconds from now that the pod is given to end by itself. Under `force` the kubelet itself keeps the deadline, whether or
 * not anybody still watches.
 */
export function graceSeconds({ policy, deadlineAtMs }: DrainOrder, nowMs: number): number {
  // 0 would take the pod off the API at once, while its process may still run: 1 s is the least that ends it first.
  return policy === 'wait' ? WAIT_GRACE_SECONDS : Math.max(1, Math.ceil((deadlineAtMs - nowMs) / 1000));
}

/** Whether the pod has to be told: it is not being deleted yet, or less time is left to it than it was given. */
export function isNews(order: DrainOrder, { standing, endsAtMs }: Omit<DrainStart, 'nowMs'>): boolean {
  if (endsAtMs === null) return true;
  if (order.policy === 'wait') return false;
  return standing?.policy !== 'force' || order.deadlineAtMs < standing.deadlineAtMs;
}
