import { setTimeout as wait } from 'node:timers/promises';
import type { Cloud } from '../../adapters/digitalocean/cloud.ts';
import type { Context, Step } from '../../context.ts';
import { ExitCode, GomeetError, interruptedError } from '../../errors.ts';
import { type CloudResource, type Ids, keyOf, type Sighting } from './cloud-resource.ts';
import { observe } from './observe-cloud.ts';

export interface ApplyOptions {
  /** Between two looks at something that is not ready yet. */
  readonly pollMs: number;
  /** For everything of one stage; a cluster takes 4 to 10 minutes, a database with a standby about as long. */
  readonly timeoutMs: number;
}

export const APPLY_DEFAULTS: ApplyOptions = { pollMs: 10_000, timeoutMs: 45 * 60_000 };

type World = Pick<Context, 'progress' | 'signal' | 'monotonic'>;

/** Faults after which nobody knows whether the thing was made. */
const UNCERTAIN = ['digitalocean-unreachable', 'digitalocean-unavailable'];
/** How often a thing is looked for after such a fault: lists may lag behind. */
const LOOKS = 3;

/**
 * Brings the account to the wanted state, stage by stage. Safe to run again after anything: what is there is found by its name.
 *
 * @throws GomeetError (conflict) where a person has to decide, (timeout) for what does not become ready, and as the API does
 */
export async function applyCloud(
  ctx: World,
  cloud: Cloud,
  resources: readonly CloudResource[],
  options: ApplyOptions = APPLY_DEFAULTS,
): Promise<Ids> {
  const ids: Ids = new Map();
  for (const stage of [1, 2, 3, 4]) {
    const here = resources.filter((resource) => resource.stage === stage);
    const pending: CloudResource[] = [];
    for (const resource of here)
      if (!(await bring(ctx, cloud, resource, ids, options))) pending.push(resource);
    const deadline = ctx.monotonic() + options.timeoutMs;
    // All of a stage is waited for together: a cluster and two databases take as long as the slowest of them.
    await Promise.all(
      pending.map((resource) => awaitReady(ctx, cloud, resource, ids, { ...options, deadline })),
    );
  }
  return ids;
}

/** @returns whether it is as it should be already */
async function bring(
  ctx: World,
  cloud: Cloud,
  resource: CloudResource,
  ids: Ids,
  options: ApplyOptions,
): Promise<boolean> {
  const found = await observe(cloud, resource, ids);
  if (typeof found === 'string') return true;
  if (found === null) {
    await createOnce(ctx, cloud, resource, ids, options);
    return false;
  }
  requireSound(resource, found);
  return found.state === 'ready' && found.differences.length === 0;
}

/** Creates, and never twice: after a fault that leaves it open, what was made is looked for before it is asked for again. */
async function createOnce(
  ctx: World,
  cloud: Cloud,
  resource: CloudResource,
  ids: Ids,
  { pollMs }: ApplyOptions,
): Promise<void> {
  try {
    await resource.create(cloud, ids);
  } catch (error) {
    if (!(error instanceof GomeetError) || !UNCERTAIN.includes(error.code)) throw error;
    for (let look = 0; look < LOOKS; look += 1) {
      await pause(pollMs, ctx.signal);
      if ((await observe(cloud, resource, ids)) !== null) return;
    }
    await resource.create(cloud, ids);
  }
}

async function awaitReady(
  ctx: World,
  cloud: Cloud,
  resource: CloudResource,
  ids: Ids,
  { pollMs, deadline }: ApplyOptions & { deadline: number },
): Promise<void> {
  let step: Step | undefined;
  let isUpdated = false;
  for (;;) {
    const found = await observe(cloud, resource, ids);
    if (typeof found === 'string') return;
    if (found !== null) requireSound(resource, found);
    if (found?.state === 'ready') {
      if (found.differences.length === 0) return step?.succeed(`${keyOf(resource)}: ${found.text}`);
      // What is still being made refuses to be changed, so that it is brought in line once it is ready; and once only.
      if (!isUpdated) {
        isUpdated = true;
        await resource.update(cloud, ids, found);
        continue;
      }
    }
    const text = found === null ? 'not listed yet' : [found.text, ...found.differences].join('; ');
    step ??= ctx.progress.step(keyOf(resource));
    step.update({ text: `${keyOf(resource)}: ${text}` });
    if (ctx.monotonic() >= deadline) {
      step.fail();
      throw tooLate(resource, text);
    }
    await pause(pollMs, ctx.signal);
  }
}

export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => {
    throw interruptedError('gomeet cloud');
  });
}

function requireSound(resource: CloudResource, { conflicts, state, text }: Sighting): void {
  const faults = state === 'failed' ? [...conflicts, `DigitalOcean says: ${text}`] : conflicts;
  if (faults.length === 0) return;
  throw new GomeetError(`${keyOf(resource)}: ${faults.join('; ')}`, {
    exitCode: ExitCode.conflict,
    code: 'cloud-conflict',
    hint: 'gomeet cloud plan   shows every conflict; what was made stays, and is found again',
  });
}

const tooLate = (resource: CloudResource, text: string): GomeetError =>
  new GomeetError(`${keyOf(resource)} is not ready in time: ${text}`, {
    exitCode: ExitCode.timeout,
    code: 'cloud-timeout',
    hint: 'gomeet cloud apply   goes on where this stopped',
  });
