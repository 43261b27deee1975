import type { Cloud } from '../../adapters/digitalocean/cloud.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { APPLY_DEFAULTS, type ApplyOptions, pause } from './apply-cloud.ts';
import { type CloudResource, type Ids, keyOf, type Sighting } from './cloud-resource.ts';
import { type Observed, observe, observeCloud } from './observe-cloud.ts';

/** What `destroy` does with one thing. */
export interface Removal {
  readonly action: 'remove' | 'keep';
  readonly resource: CloudResource;
  readonly found: Sighting;
  /** Why it stays. */
  readonly reason: string;
}

/** What is there and ours, last made first. Things that are not ours stay, and so does what goes with another. */
export function removalsOf(observed: readonly Observed[]): readonly Removal[] {
  return observed.toReversed().flatMap(({ resource, found }): Removal[] => {
    if (found === null || typeof found === 'string') return [];
    const { remove } = resource;
    const [foreign] = [...found.conflicts, ...(found.foreign === undefined ? [] : [found.foreign])];
    const reason = typeof remove === 'function' ? foreign : remove.kept;
    return [{ action: reason === undefined ? 'remove' : 'keep', resource, found, reason: reason ?? '' }];
  });
}

/**
 * Removes what is ours, stage by stage from the last, and waits until it is gone: a network can only go when it is empty.
 *
 * @throws GomeetError (timeout) for what does not go, and as the API does
 */
export async function destroyCloud(
  ctx: Pick<Context, 'progress' | 'signal' | 'monotonic'>,
  cloud: Cloud,
  resources: readonly CloudResource[],
  { pollMs, timeoutMs }: ApplyOptions = APPLY_DEFAULTS,
): Promise<readonly Removal[]> {
  const { observed, ids } = await observeCloud(cloud, resources);
  const removals = removalsOf(observed);
  for (const stage of [4, 3, 2, 1]) {
    const deadline = ctx.monotonic() + timeoutMs;
    for (const { action, resource } of removals)
      if (action === 'remove' && resource.stage === stage)
        await removeFully(ctx, cloud, resource, ids, { pollMs, deadline });
  }
  return removals;
}

/** Asks for the removal until the thing is gone: what still has something in it refuses at first. */
async function removeFully(
  ctx: Pick<Context, 'progress' | 'signal' | 'monotonic'>,
  cloud: Cloud,
  resource: CloudResource,
  ids: Ids,
  { pollMs, deadline }: { pollMs: number; deadline: number },
): Promise<void> {
  const { remove } = resource;
  if (typeof remove !== 'function') return;
  const step = ctx.progress.step(`remove ${keyOf(resource)}`);
  // Others of the same stage may be asked for by its id until everything is gone.
  const own: Ids = new Map(ids);
  let refusal: GomeetError | null = null;
  let isAsked = false;
  for (;;) {
    const found = await observe(cloud, resource, own);
    if (found === null || typeof found === 'string' || isDone(resource, found)) break;
    if (!isAsked) {
      refusal = await refusalOf(remove(cloud, ids, found));
      isAsked = refusal === null;
      if (isAsked) continue;
    }
    if (ctx.monotonic() >= deadline) {
      step.fail();
      throw stillThere(resource, refusal?.message ?? found.text);
    }
    await pause(pollMs, ctx.signal);
  }
  step.succeed(`removed ${keyOf(resource)}`);
}

/** What is busy with being emptied refuses for a while; what is gone meanwhile does not matter. */
async function refusalOf(removal: Promise<void>): Promise<GomeetError | null> {
  try {
    await removal;
  } catch (error) {
    if (error instanceof GomeetError && error.code === 'digitalocean-conflict') return error;
    if (!(error instanceof GomeetError && error.code === 'digitalocean-not-found')) throw error;
  }
  return null;
}

/** The tag that all platforms share stays, so that the tags are never gone altogether. */
const isDone = ({ kind }: CloudResource, { differences }: Sighting): boolean =>
  kind === 'tags' && differences.length > 0;

const stillThere = (resource: CloudResource, text: string): GomeetError =>
  new GomeetError(`${keyOf(resource)} is still there: ${text}`, {
    exitCode: ExitCode.timeout,
    code: 'cloud-timeout',
    hint: 'gomeet cloud destroy   goes on where this stopped',
  });
