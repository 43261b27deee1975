import type { Run } from '../../results/run.ts';
import type { Observation } from './fit-costs.ts';
import { averageOf, secondsOf, windowOf } from './run-window.ts';

/** What one run says about the API and its database. */
export interface ApiRun {
  /** Cores of all API processes while passwords were verified, or requests answered. */
  readonly api: readonly Observation[];
  /** Cores of PostgreSQL over the whole run; `journeys` are only told, not fitted. */
  readonly database: Observation | null;
}

/** A shorter sign-in holds too few readings of one second. */
const signInSecondsMin = 2.5;

/** Reads the API's CPU in the sign-in of a room run, and in the hold of an API run. */
export function observeApi(run: Run): ApiRun {
  if (run.partial || run.gates.some(({ passed }) => !passed)) return { api: [], database: null };
  const about = (load: Observation['load'], measured: number): Observation => ({
    run: run.id,
    label: labelOf(run),
    load,
    measured,
    slowness: 1,
  });
  const holds = run.kind === 'loadtest api' ? journeysOf(run) : undefined;
  const signIn = run.kind === 'loadtest room' ? signInOf(run) : undefined;
  return {
    api: [holds, signIn].flatMap((seen) => (seen === undefined ? [] : [about(seen.load, seen.cores)])),
    database: run.kind === 'loadtest api' ? databaseOf(run, about) : null,
  };
}

interface Seen {
  readonly load: Observation['load'];
  readonly cores: number;
}

/** CPU of all API processes together; undefined where none was watched. */
function apiCores(run: Run, window: { from: number; to: number }): number | undefined {
  const processes = run.series.map(({ name }) => name).filter((name) => name.startsWith('cpu.api-'));
  if (processes.length === 0) return undefined;
  return processes.reduce((sum, name) => sum + (averageOf(run, name, window) ?? 0), 0) / 100;
}

/** The hold of an API run: requests that verify a password are apart, since one costs ten times any other. */
function journeysOf(run: Run): Seen | undefined {
  const hold = windowOf(run, 'hold');
  const cores = hold && apiCores(run, hold);
  const rows = run.tables?.find(({ id }) => id === 'endpoints')?.rows ?? [];
  if (hold === undefined || cores === undefined || rows.length === 0) return undefined;
  const perSecond = (isWanted: (name: string) => boolean): number =>
    rows.reduce((sum, [name, count]) => sum + (isWanted(String(name)) ? Number(count) : 0), 0) /
    secondsOf(hold);
  const isPassword = (name: string): boolean => name === 'login' || name === 'register';
  return {
    load: { idle: 1, logins: perSecond(isPassword), requests: perSecond((name) => !isPassword(name)) },
    cores,
  };
}

/** The sign-in of a room: everyone logs in and nothing else happens. */
function signInOf(run: Run): Seen | undefined {
  const window = windowOf(run, 'sign-in');
  const people = run.counts.participantsRequested;
  if (window === undefined || people === undefined || secondsOf(window) < signInSecondsMin) return undefined;
  const cores = apiCores(run, window);
  return cores === undefined
    ? undefined
    : { load: { idle: 1, logins: people / secondsOf(window), requests: 0 }, cores };
}

/** All queries between the first and the last look at the API's own histogram, and what PostgreSQL spent in that time. */
function databaseOf(
  run: Run,
  about: (load: Observation['load'], measured: number) => Observation,
): Observation | null {
  const queries = run.kpis.find(({ id }) => id === 'database-query-time-p95')?.samples ?? 0;
  const window = { from: Date.parse(run.startedAt), to: Date.parse(run.endedAt) };
  const percent = averageOf(run, 'cpu.postgres', window);
  const points = run.series.find(({ name }) => name === 'cpu.postgres')?.points ?? [];
  const [first, last] = [points[0]?.[0], points.at(-1)?.[0]];
  if (queries === 0 || percent === undefined || first === undefined || last === undefined) return null;
  const seconds = (last - first) / 1000;
  const journeys = (run.counts.journeysCompleted ?? 0) / seconds;
  return about({ idle: 1, queries: queries / seconds, journeys }, percent / 100);
}

function labelOf({ kind, parameters }: Run): string {
  if (kind === 'loadtest api') return `${parameters.ratePerSecond} journeys/s`;
  return `sign-in of ${parameters.participants}`;
}
