import type { Kubernetes } from '../../adapters/kubernetes.ts';
import type { Context } from '../../context.ts';
import type { GeneratorRunner, GeneratorsRequest } from '../generator-runner.ts';
import { collectOutcome } from './collect-outcome.ts';
import { generatorJob, planSecret, runLabels } from './manifests.ts';
import type { PodsRequest } from './pods-request.ts';
import { watchPods } from './watch-pods.ts';

type Needs = Pick<Context, 'now' | 'progress' | 'signal'>;

export interface PodsRun {
  /** Name of the Job, and the label of everything that belongs to it. */
  readonly name: string;
  readonly place: PodsRequest;
  /** Unix milliseconds by which all pods have to run: shortly after it the load begins. */
  readonly runningBy: number;
}

/** Generators as pods of a cluster, one for each plan. Nothing of a run stays behind in the cluster. */
export function podGenerators(ctx: Needs, kubernetes: Kubernetes, run: PodsRun): GeneratorRunner {
  return { processors: null, run: (request) => runInPods(ctx, kubernetes, run, request) };
}

async function runInPods(
  ctx: Needs,
  kubernetes: Kubernetes,
  { name, place, runningBy }: PodsRun,
  request: GeneratorsRequest,
): ReturnType<GeneratorRunner['run']> {
  const { plans } = request;
  const labelSelector = Object.entries(runLabels(name))
    .map(([label, value]) => `${label}=${value}`)
    .join(',');
  const uid = await kubernetes.createJob(generatorJob(name, place, plans.length));
  try {
    for (const [index, plan] of plans.entries()) {
      const whole = { script: request.script, ...plan };
      await kubernetes.createSecret(planSecret({ name, uid }, place.namespace, index, whole));
    }
    await kubernetes.resumeJob(name);
    const expected = { name, labelSelector, pods: plans.length, runningBy };
    const watched = await watchPods(ctx, kubernetes, expected);
    return await Promise.all(plans.map((_, index) => collectOutcome(kubernetes, watched, request, index)));
  } finally {
    await cleanUp(ctx, kubernetes, { name, place }, labelSelector);
  }
}

/** A cluster that does not answer any more must not cost what was measured: then the user is told what is left. */
async function cleanUp(
  ctx: Needs,
  kubernetes: Kubernetes,
  { name, place }: Pick<PodsRun, 'name' | 'place'>,
  labelSelector: string,
): Promise<void> {
  const step = ctx.progress.step('Deleting the pods and their plans');
  try {
    await kubernetes.deleteJob(name, labelSelector);
    step.succeed();
  } catch (error) {
    step.fail((error as Error).message);
    ctx.progress.note(
      `delete it by hand: kubectl delete job,secret --namespace ${place.namespace} --selector gomeet.dev/run=${name}`,
    );
  }
}
