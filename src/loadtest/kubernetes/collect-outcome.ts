import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kubernetes } from '../../adapters/kubernetes.ts';
import { writeWhole } from '../../results/write-run.ts';
import { generatorResultSchema } from '../generator-result.ts';
import type { GeneratorOutcome, GeneratorsRequest } from '../generator-runner.ts';
import { filesInLog } from './pod-output.ts';
import type { PodState } from './pod-state.ts';
import type { PodsWatched } from './watch-pods.ts';

/** Reads what the pod with that number has left in its log, keeps it in the run's directory, and says how it ended. */
export async function collectOutcome(
  kubernetes: Pick<Kubernetes, 'podLog'>,
  { states, stopped }: PodsWatched,
  { outputDirectory, onEvent }: GeneratorsRequest,
  index: number,
): Promise<GeneratorOutcome> {
  const state = states.get(index);
  const hasEnded = state?.phase === 'succeeded' || state?.phase === 'failed';
  if (!hasEnded) return { result: undefined, events: '', failure: stopped };
  let unread = '';
  const log = await kubernetes.podLog(state.name).catch((error: Error) => {
    unread = `: ${error.message}`;
    return '';
  });
  const files = filesInLog(log);
  const directory = join(outputDirectory, String(index + 1));
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const [name, text] of files) await writeWhole(join(directory, name), text);
  const events = files.get('loadgen.ndjson') ?? '';
  for (const event of refusedIn(events)) onEvent(index, event);
  const text = files.get('loadgen.json');
  const result = text === undefined ? undefined : generatorResultSchema.parse(JSON.parse(text));
  if (state.phase === 'succeeded' && result?.partial === false) return { result, events, failure: null };
  const failure = `${howItEnded(state)}${lastWords(files.get('k6.log') ?? log)}${unread}`;
  return { result, events, failure };
}

const howItEnded = ({ name, reason }: PodState): string =>
  `pod ${name} ${reason === null ? 'stopped early' : `failed: ${reason}`}`;

function lastWords(log: string): string {
  const tail = log.trim().split('\n').slice(-3).join(' · ');
  return tail === '' ? '' : `: ${tail}`;
}

/** Phases have passed when a log is read; what was refused still counts. */
function refusedIn(events: string): Record<string, unknown>[] {
  return events
    .split('\n')
    .filter((line) => line.includes('"refused"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ event }) => event === 'refused');
}
