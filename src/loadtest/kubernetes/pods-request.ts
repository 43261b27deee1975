import { ExitCode, GomeetError } from '../../errors.ts';

/** What the user asks of `--runner kubernetes`: where the pods run, from which image, against which platform. */
export interface PodsRequest {
  /** Address of the platform as the pods see it. */
  readonly apiUrl: string;
  /** Image with the generator, its scenarios and clips: loadgen/image/Containerfile. */
  readonly image: string;
  readonly namespace: string;
  /** Context of the kubeconfig; undefined is the current one. */
  readonly context: string | undefined;
  /** Time in which all pods have to run. The load begins when it is over, everywhere at once. */
  readonly startWithinSeconds: number;
}

/** What the flags said; undefined where a flag was not given. */
export interface RunnerFlags {
  readonly runner?: 'local' | 'kubernetes' | undefined;
  readonly apiUrl?: string | undefined;
  readonly image?: string | undefined;
  readonly namespace?: string | undefined;
  readonly context?: string | undefined;
  readonly startWithin?: number | undefined;
}

/**
 * The request of a run in pods; undefined where the generators are processes of this machine.
 * @throws GomeetError (usage) when a flag is missing, or given to the runner that does not take it
 */
export function podsRequest(flags: RunnerFlags): PodsRequest | undefined {
  const { runner, apiUrl, image, namespace, context, startWithin } = flags;
  if (runner !== 'kubernetes') {
    const given = Object.entries({
      '--api-url': apiUrl,
      '--image': image,
      '--namespace': namespace,
      '--context': context,
      '--start-within': startWithin,
    }).filter(([, value]) => value !== undefined);
    if (given.length === 0) return undefined;
    throw usage(`${given.map(([flag]) => flag).join(', ')}: accepted only with --runner kubernetes`);
  }
  if (apiUrl === undefined)
    throw usage('--runner kubernetes needs --api-url: the address at which pods reach the platform');
  if (image === undefined)
    throw usage('--runner kubernetes needs --image: the generator as loadgen/image/Containerfile builds it');
  return {
    apiUrl,
    image,
    context,
    namespace: namespace ?? 'gomeet-load',
    startWithinSeconds: startWithin ?? 60,
  };
}

const usage = (message: string): GomeetError =>
  new GomeetError(message, {
    exitCode: ExitCode.usage,
    code: 'runner-flags',
    hint: 'gomeet loadtest api --runner kubernetes --api-url https://meet.example.com --image registry.example.com/gomeet-loadgen:1',
  });
