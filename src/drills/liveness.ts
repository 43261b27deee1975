/** A liveness probe as Kubernetes has it. Times are milliseconds. */
export interface LivenessProbe {
  readonly whose: string;
  /** `http` is good with any status from 200 to 399, `tcp` when somebody takes the connection. */
  readonly asks: 'http' | 'tcp';
  readonly periodMs: number;
  readonly timeoutMs: number;
  readonly failureThreshold: number;
}

/** LiveKit's official chart (livekit-server 1.9.0): `GET /` with Kubernetes' defaults, for readiness and for liveness. */
export const chartProbe: LivenessProbe = {
  whose: "the official chart's probe",
  asks: 'http',
  periodMs: 10_000,
  timeoutMs: 1_000,
  failureThreshold: 3,
};

/** manifests/base/media/livekit.yaml: only its port, because `GET /` fails while Redis is away. */
export const ourProbe: LivenessProbe = {
  whose: 'our probe',
  asks: 'tcp',
  periodMs: 10_000,
  timeoutMs: 3_000,
  failureThreshold: 6,
};

/** What a kubelet does after one answer, knowing how many failures went before: it ends a container at the threshold. */
export function afterAnswer(
  { failureThreshold }: Pick<LivenessProbe, 'failureThreshold'>,
  failuresBefore: number,
  isGood: boolean,
): { readonly failures: number; readonly kills: boolean } {
  if (isGood) return { failures: 0, kills: false };
  const failures = failuresBefore + 1;
  return failures >= failureThreshold ? { failures: 0, kills: true } : { failures, kills: false };
}

/** What a probe came to in all the time that it looked. */
export interface LivenessRecord {
  looks: number;
  failed: number;
  /** How often it had a server ended. */
  ended: number;
}

/** A probe that was content the whole time leaves no other trace on the timeline. */
export function livenessText(
  { whose }: Pick<LivenessProbe, 'whose'>,
  { looks, failed, ended }: LivenessRecord,
  acts: boolean,
): string {
  if (failed === 0) return `${whose} was content at each of ${looks} looks, so nobody ended it`;
  const outcome =
    ended === 0
      ? 'too few in a row to end it'
      : `${acts ? 'ended' : 'would have ended'} it ${ended} ${ended === 1 ? 'time' : 'times'}`;
  return `${whose} failed at ${failed} of ${looks} looks: ${outcome}`;
}
