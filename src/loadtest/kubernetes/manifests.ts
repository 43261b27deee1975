import type { V1Container, V1Job, V1Secret } from '@kubernetes/client-node';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { GeneratorPlan } from '../load.ts';
import { podPaths } from './pod-paths.ts';
import { podScript } from './pod-script.ts';
import type { PodsRequest } from './pods-request.ts';

/** What one generator gets, and no more: then its CPU can be told from the platform's. Memory is for 5,000 WebSockets or 500 people's media. */
export const podResources = { cpus: 2, memoryBytes: 2 * 2 ** 30 } as const;

/** No load holds longer than 24 hours, and k6 ends by itself: this is for a pod that hangs with nobody to delete it. */
const activeDeadlineSeconds = 26 * 3600;
/** A run deletes its Job. One whose gomeet was killed is gone an hour after its end, with the password in its Secrets. */
const ttlSecondsAfterFinished = 3600;
/** Any unprivileged user does: the image's files are readable by all. */
const userId = 65_532;

/** By these labels everything of a run is found, and deleted. */
export const runLabels = (name: string): Record<string, string> => ({
  'app.kubernetes.io/name': 'gomeet-loadgen',
  'app.kubernetes.io/managed-by': 'gomeet',
  'gomeet.dev/run': name,
});

const secretName = (name: string, index: number): string => `${name}-${index}`;

/**
 * The Job of a run: a pod for each plan, none of which is tried a second time (a load that begins twice is another
 * load). It is created suspended, so that the Secrets, which it owns, are there before its pods.
 */
export function generatorJob(
  name: string,
  { image, namespace }: Pick<PodsRequest, 'image' | 'namespace'>,
  pods: number,
): V1Job {
  const labels = runLabels(name);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, labels },
    spec: {
      suspend: true,
      completionMode: 'Indexed',
      completions: pods,
      parallelism: pods,
      // Not backoffLimit: 0, which ends the pods of all when one fails, and what they had measured with them.
      backoffLimitPerIndex: 0,
      podReplacementPolicy: 'Failed',
      activeDeadlineSeconds,
      ttlSecondsAfterFinished,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 15,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: userId,
            runAsGroup: userId,
            fsGroup: userId,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: { matchLabels: { 'gomeet.dev/run': name } },
            },
          ],
          containers: [generatorContainer(image)],
          volumes: [
            { name: 'plans', projected: { defaultMode: 0o440, sources: planSources(name, pods) } },
            { name: 'results', emptyDir: { sizeLimit: '1Gi' } },
          ],
        },
      },
    },
  };
}

function generatorContainer(image: string): V1Container {
  const size = { cpu: String(podResources.cpus), memory: String(podResources.memoryBytes) };
  return {
    name: 'generator',
    image,
    command: ['/bin/sh', '-c', podScript],
    resources: { requests: size, limits: size },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [
      { name: 'plans', mountPath: podPaths.plans, readOnly: true },
      { name: 'results', mountPath: podPaths.results },
    ],
  };
}

/** Each plan is a Secret of its own, for they are limited in size; one volume shows all, a folder for each. */
const planSources = (name: string, pods: number) =>
  Array.from({ length: pods }, (_, index) => ({
    secret: {
      name: secretName(name, index),
      items: [
        { key: 'plan.json', path: `${index}/plan.json` },
        { key: 'script', path: `${index}/script` },
      ],
    },
  }));

/** The API server takes no Secret whose values come to more. */
const secretBytesMax = 2 ** 20;

/**
 * A plan as the Secret that a pod reads: it holds the accounts' password. It goes when its Job goes.
 * @throws GomeetError (usage) when the plan is larger than a Secret may be
 */
export function planSecret(
  job: { readonly name: string; readonly uid: string },
  namespace: string,
  index: number,
  { script, ...plan }: GeneratorPlan & { readonly script: string },
): V1Secret {
  const text = JSON.stringify({ ...plan, outputDirectory: podPaths.results });
  const bytes = Buffer.byteLength(text) + Buffer.byteLength(script);
  if (bytes > secretBytesMax) {
    throw new GomeetError(
      `the plan of pod ${index} has ${bytes.toLocaleString('en-US')} bytes; accepted are at most 1,048,576, which is what a Secret holds`,
      {
        exitCode: ExitCode.usage,
        code: 'plan-too-large',
        hint: 'spread the load over more pods: --parallelism',
      },
    );
  }
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: secretName(job.name, index),
      namespace,
      labels: runLabels(job.name),
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: job.name, uid: job.uid }],
    },
    immutable: true,
    type: 'Opaque',
    stringData: { 'plan.json': text, script },
  };
}
