import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { type Judgement, judgeCanary, type VersionReading } from './canary-judgement.ts';
import { decideStep, type StepTimes } from './canary-steps.ts';
import { pause } from './pause.ts';

/** What a gradual rollout does to the outside, so that it is the same for every gateway. */
export interface CanaryPorts {
  /** Sends this share of the requests, 0 to 100 %, to the new version. */
  setShare(percent: number): Promise<void>;
  /** What the gateway saw of both versions in the last seconds. */
  read(spanSeconds: number): Promise<{ canary: VersionReading; stable: VersionReading }>;
  /** Makes the new version the stable one; called when every step went well, while the new one has all requests. */
  promote(): Promise<void>;
}

export interface GradualRollout extends StepTimes {
  /** Shares in percent, rising to 100. */
  readonly steps: readonly number[];
  readonly lookEveryMs: number;
}

interface StepOutcome {
  readonly percent: number;
  readonly heldMs: number;
  readonly judgement: Judgement;
}

export interface RolloutOutcome {
  readonly state: 'promoted' | 'taken-back' | 'undecided' | 'interrupted';
  readonly steps: readonly StepOutcome[];
  readonly reason: string;
}

type World = Pick<Context, 'monotonic' | 'progress' | 'signal'>;

/**
 * Gives a new version a rising share of the requests, holds each step, and judges it against the stable version. Whatever ends
 * it early, a fault, too few requests, Ctrl-C or an error, all requests go back to the stable version.
 *
 * @throws what a port throws, after the share has been taken back; GomeetError (critical) with both errors where it could not be
 */
export async function rollOutGradually(
  world: World,
  ports: CanaryPorts,
  rollout: GradualRollout,
): Promise<RolloutOutcome> {
  let result: RolloutOutcome | { readonly error: unknown };
  try {
    result = await holdSteps(world, ports, rollout);
  } catch (error) {
    result = { error };
  }
  try {
    // After a promotion the stable Service runs the new version: the requests go there too.
    await ports.setShare(0);
  } catch (shareError) {
    throw notTakenBack('error' in result ? (result.error as Error).message : result.reason, shareError);
  }
  const isPromoted = 'state' in result && result.state === 'promoted';
  if (!isPromoted) world.progress.note('All requests go to the stable version again.');
  if ('error' in result) throw result.error;
  return result;
}

const notTakenBack = (before: string, shareError: unknown): GomeetError =>
  new GomeetError(
    `${before}\nand the share of the new version could not be taken back: ${(shareError as Error).message}; its pods stay, since requests go to them`,
    {
      exitCode: ExitCode.critical,
      code: 'canary-left',
      hint: 'gomeet rollback   gives all requests to the stable version and removes the new one',
      cause: shareError,
    },
  );

async function holdSteps(world: World, ports: CanaryPorts, rollout: GradualRollout): Promise<RolloutOutcome> {
  const steps: StepOutcome[] = [];
  let baseline: VersionReading | null = null;
  for (const percent of rollout.steps) {
    const { outcome, stable } = await holdStep(world, ports, rollout, { percent, baseline });
    steps.push(outcome);
    baseline = stable;
    if (world.signal.aborted) return { state: 'interrupted', steps, reason: `interrupted at ${percent} %` };
    const { status, reason } = outcome.judgement;
    if (status !== 'PASS')
      return {
        state: status === 'FAILED' ? 'taken-back' : 'undecided',
        steps,
        reason: `at ${percent} %: ${reason}`,
      };
  }
  await ports.promote();
  return { state: 'promoted', steps, reason: `${rollout.steps.join(', ')} % went well` };
}

interface Step {
  readonly percent: number;
  /** The stable version in the step before: at 100 % it has no requests of its own. */
  readonly baseline: VersionReading | null;
}

async function holdStep(
  world: World,
  ports: CanaryPorts,
  rollout: GradualRollout,
  { percent, baseline }: Step,
): Promise<{ outcome: StepOutcome; stable: VersionReading }> {
  const shown = world.progress.step(`${percent} % of the requests to the new version`);
  const holdSeconds = Math.ceil(rollout.holdMs / 1000);
  await ports.setShare(percent);
  const startedMs = world.monotonic();
  for (;;) {
    await pause(rollout.lookEveryMs, world.signal);
    const heldMs = world.monotonic() - startedMs;
    // Rounded down: a span that began before the step would count requests of another share, or of another attempt.
    const spanSeconds = Math.floor(heldMs / 1000);
    if (spanSeconds === 0 && !world.signal.aborted) continue;
    const { canary, stable: live } = await ports.read(Math.max(1, spanSeconds));
    const stable = percent === 100 && baseline !== null ? baseline : live;
    const judgement = judgeCanary(canary, stable);
    const decision = decideStep(judgement, heldMs, rollout);
    const done = Math.min(spanSeconds, holdSeconds);
    shown.update({ done, total: holdSeconds, text: `s: ${judgement.reason}` });
    if (decision === 'hold' && !world.signal.aborted) continue;
    if (decision === 'next') shown.succeed(judgement.reason);
    else shown.fail(judgement.reason);
    return { outcome: { percent, heldMs, judgement }, stable };
  }
}
