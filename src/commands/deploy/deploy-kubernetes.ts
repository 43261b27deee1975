import { resolve } from 'node:path';
import type { z } from 'zod';
import type { Context } from '../../context.ts';
import { findCloudCredentials } from '../../deployment/digitalocean/find-cloud-credentials.ts';
import { knownSecrets } from '../../deployment/digitalocean/known-secrets.ts';
import { applyChangeSet } from '../../deployment/kubernetes/apply-change-set.ts';
import { type Change, isPending } from '../../deployment/kubernetes/change-set.ts';
import { changeSetView } from '../../deployment/kubernetes/change-set-view.ts';
import { checkSecrets } from '../../deployment/kubernetes/check-secrets.ts';
import { deployGradually } from '../../deployment/kubernetes/deploy-gradually.ts';
import { neededRights } from '../../deployment/kubernetes/deploy-rights.ts';
import { ensureSecrets } from '../../deployment/kubernetes/ensure-secrets.ts';
import { reviveChangeSet, writePlanFile } from '../../deployment/kubernetes/keep-plan-file.ts';
import { keptSizeText } from '../../deployment/kubernetes/media-size.ts';
import { rolloutLines } from '../../deployment/kubernetes/media-view.ts';
import {
  type ChangeSet,
  hasWork,
  isResumed,
  planDeployment,
} from '../../deployment/kubernetes/plan-deployment.ts';
import { requireRights } from '../../deployment/kubernetes/require-rights.ts';
import { type RolledOut, rollOutGeneration } from '../../deployment/kubernetes/roll-out-generation.ts';
import type { KnownSecrets } from '../../deployment/kubernetes/secrets.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { Health } from '../../health/check-health.ts';
import { requireTools } from '../../loadtest/require-tools.ts';
import type { CommandResult } from '../command.ts';
import { type deployData, shownChanges, shownRollout } from './deploy-data.ts';
import { endInCall } from './end-in-call.ts';
import { gradualRollout } from './gradual-rollout.ts';
import {
  type KubernetesOptions,
  type KubernetesTarget,
  openKubernetes,
  wantedObjects,
} from './kubernetes-target.ts';

export interface DeployOptions extends KubernetesOptions {
  readonly dryRun?: boolean | undefined;
  readonly exitCode?: boolean | undefined;
  readonly out?: string | undefined;
  readonly plan?: string | undefined;
  readonly capacityPlan?: string | undefined;
  readonly timeout?: number | undefined;
  readonly allowDelete?: readonly string[] | undefined;
  readonly forceConflicts?: boolean | undefined;
  readonly rollbackOnFailure?: boolean | undefined;
  readonly canary?: readonly number[] | undefined;
  readonly canaryHold?: number | undefined;
  readonly skipCall?: boolean | undefined;
}

type Result = CommandResult<z.output<typeof deployData>>;

/** Shows the changes, asks, applies them in waves, waits and records a revision. */
export async function deployKubernetes(ctx: Context, options: DeployOptions): Promise<Result> {
  const startedAt = ctx.monotonic();
  const target = await openKubernetes(ctx, options);
  const changeSet = await changeSetOf(ctx, target, options);
  if (options.dryRun || options.out !== undefined)
    return dryRun(ctx, target, { changeSet, options, startedAt });
  return carryOut(ctx, target, { changeSet, options, startedAt });
}

async function changeSetOf(
  ctx: Context,
  target: KubernetesTarget,
  options: DeployOptions,
): Promise<ChangeSet> {
  const { cluster, namespaces, overlay, environment } = target;
  const step = ctx.progress.step('ask the cluster what would change');
  try {
    const changeSet = options.plan === undefined ? await planned() : await revived(options.plan);
    step.succeed(`${changeSet.changes.length} objects`);
    return changeSet;
  } catch (error) {
    step.fail();
    throw error;
  }
  async function revived(file: string): Promise<ChangeSet> {
    const found = await reviveChangeSet(cluster, resolve(ctx.cwd, file));
    if (found.namespace === namespaces.platform) return found;
    throw new GomeetError(`${file} is for the namespace ${found.namespace}, not for ${namespaces.platform}`, {
      exitCode: ExitCode.usage,
      code: 'contradiction',
      hint: 'add the --environment for which it was made',
    });
  }
  async function planned(): Promise<ChangeSet> {
    const objects = await wantedObjects(ctx, target, options.capacityPlan);
    await requireRights(cluster, (types) => neededRights(objects, types, namespaces));
    const what = `deploy ${overlay}/${environment}`;
    const forceConflicts = options.forceConflicts ?? false;
    return planDeployment(cluster, { objects, namespace: namespaces.platform, what, forceConflicts });
  }
}

interface Work {
  readonly changeSet: ChangeSet;
  readonly options: DeployOptions;
  readonly startedAt: number;
}

const dataOf = (
  ctx: Context,
  { clusterId }: KubernetesTarget,
  { changeSet, startedAt }: Work,
): z.output<typeof deployData> => ({
  target: 'kubernetes',
  revision: changeSet.lastRevision === 0 ? null : changeSet.lastRevision,
  changes: shownChanges(changeSet.changes),
  applied: false,
  durationMs: Math.round(ctx.monotonic() - startedAt),
  clusterId,
});

/** Shows a change set, or keeps it in a file, and stops. */
export async function dryRun(ctx: Context, target: KubernetesTarget, work: Work): Promise<Result> {
  const { changeSet, options } = work;
  const { out } = options;
  if (out !== undefined) await writePlanFile(resolve(ctx.cwd, out), changeSet, ctx.now());
  const view = shownChangeSet(ctx, changeSet);
  const next = `Next: gomeet deploy --target kubernetes --plan ${out}`;
  return {
    data: { ...dataOf(ctx, target, work), ...(out === undefined ? {} : { file: out }) },
    text: out === undefined ? view : `${view}\n\nwrote ${out}\n${next}`,
    exitCode: options.exitCode && hasWork(changeSet) ? ExitCode.pending : ExitCode.ok,
  };
}

/** How long a wave may take where --timeout says nothing: a node that is ordered takes minutes. */
const WAVE_TIMEOUT_S = 900;

/** Carries a change set out after it was shown and approved. @param work its options may come from `rollback` too */
export async function carryOut(ctx: Context, target: KubernetesTarget, work: Work): Promise<Result> {
  const { changeSet, options } = work;
  const { cluster, namespaces, by } = target;
  const data = dataOf(ctx, target, work);
  const view = shownChangeSet(ctx, changeSet);
  if (!hasWork(changeSet))
    return { data, text: `${view}; revision ${changeSet.lastRevision} is deployed, nothing was written` };
  ctx.progress.note(view);
  const unfinished = unfinishedText(changeSet);
  if (unfinished !== null) ctx.progress.note(unfinished);
  // What the call at the end needs is asked for before anything is applied.
  if (!options.skipCall) await requireTools(await ctx.localTarget());
  if (isPending(changeSet.changes)) await approve(ctx, target, changeSet);
  const timeoutMs = (options.timeout ?? WAVE_TIMEOUT_S) * 1000;
  let call: Health | undefined;
  let media: RolledOut | undefined;
  const rollout = gradualRollout(options);
  const known = await cloudSecrets(ctx, target);
  await checkSecrets(cluster, namespaces, { objects: changeSet.objects, known });
  const revision = await applyChangeSet(ctx, cluster, changeSet, {
    by,
    timeoutMs,
    allowDelete: options.allowDelete ?? [],
    rollbackOnFailure: options.rollbackOnFailure ?? false,
    async makeSecrets() {
      const { created, completed } = await ensureSecrets(cluster, namespaces, known);
      const made = [...created, ...completed];
      if (made.length > 0) ctx.progress.note(`made ${made.join(', ')}`);
    },
    async rollOutMedia(signal, name) {
      const wish = { policy: undefined, deadlineSeconds: undefined };
      const request = { namespace: namespaces.media, name, wish, wait: false, stallTimeoutMs: timeoutMs };
      media = await rollOutGeneration({ ...ctx, signal }, cluster, request);
    },
    ...(rollout && {
      rollOutApi: (signal: AbortSignal, changes: readonly Change[], apply: () => Promise<void>) =>
        deployGradually({ ...ctx, signal }, cluster, {
          ...{ namespace: namespaces.platform, changes, rollout, timeoutMs, apply },
        }),
    }),
    ...(!options.skipCall && {
      async call(signal: AbortSignal) {
        call = await endInCall({ ...ctx, signal }, { cluster, namespace: namespaces.platform, timeoutMs });
      },
    }),
  });
  const durationMs = Math.round(ctx.monotonic() - work.startedAt);
  const lines = [
    `ready: revision ${revision} in ${(durationMs / 1000).toFixed(1)} s`,
    ...callLines(call),
    ...(media === undefined ? [] : rolloutLines(media)),
    ...(target.isPinned
      ? []
      : [`pin this cluster in gomeet.yaml: kubernetes: {clusterId: ${target.clusterId}}`]),
    '',
    'Next: gomeet status --target kubernetes · gomeet health-check --target kubernetes · gomeet rollback',
  ];
  const report = call && { report: call.finished.reportPath };
  const rolledOut = media && { media: shownRollout(media) };
  return {
    data: { ...data, revision, applied: true, durationMs, ...report, ...rolledOut },
    text: lines.join('\n'),
  };
}

const callLines = (call: Health | undefined): readonly string[] =>
  call === undefined
    ? ['no call was made (--skip-call)']
    : [`a call through the gateway: ${call.checks.at(-1)?.found}`, `report: ${call.finished.reportPath}`];

/** What `gomeet cloud` kept of the services beside this cluster; read before anything is applied, lest a damaged file stop it half-way. */
async function cloudSecrets(ctx: Context, { cluster, overlay }: KubernetesTarget): Promise<KnownSecrets> {
  const kept = await findCloudCredentials(ctx.cwd, cluster.server);
  return kept === null ? {} : knownSecrets(kept, overlay);
}

function shownChangeSet({ interaction }: Context, changeSet: ChangeSet): string {
  const applied = changeSet.changes.flatMap(({ desired }) => desired ?? []);
  const kept = keptSizeText(changeSet.objects, applied);
  const view = changeSetView(changeSet, interaction.verbose);
  return kept === null ? view : `${view}\n${kept}`;
}

function unfinishedText(changeSet: ChangeSet): string | null {
  const { unfinished } = changeSet;
  if (unfinished === null) return null;
  const { number, by, at, state, wavesDone } = unfinished;
  const how = state === 'failed' ? 'failed' : 'did not come to its end';
  const done = wavesDone.length === 0 ? 'before its first wave was ready' : `after ${wavesDone.join(', ')}`;
  const then = isResumed(changeSet) ? 'going on with it' : 'this deployment takes its place';
  return `revision ${number} by ${by} at ${at} ${how} ${done}: ${then}`;
}

async function approve(ctx: Context, { cluster }: KubernetesTarget, { changes }: ChangeSet): Promise<void> {
  const count = changes.filter(({ action }) => action !== 'unchanged').length;
  const question = `Apply ${count === 1 ? 'this change' : `these ${count} changes`} to ${cluster.context} (${cluster.server})?`;
  if (await (await ctx.prompts()).confirm(question, '--yes')) return;
  throw new GomeetError('nothing was changed', {
    exitCode: ExitCode.interrupted,
    code: 'declined',
    hint: 'gomeet deploy --target kubernetes --dry-run   shows the changes and asks nothing',
  });
}
