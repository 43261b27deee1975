import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

export interface K6Request {
  /** Path of a k6 that was built with k6/x/gomeet. */
  readonly program: string;
  readonly script: string;
  /** Variables for the script, beside the caller's own; secrets go into files that these name. */
  readonly variables: Readonly<Record<string, string>>;
  /** k6's own output ends up here. */
  readonly logFile: string;
  /** Newline-delimited JSON that the extension appends to while it works. */
  readonly eventsFile: string;
  onEvent(event: Record<string, unknown>): void;
}

export interface K6Outcome {
  /** k6's own exit code, or null when a signal ended it. */
  readonly exitCode: number | null;
  readonly endedBy: NodeJS.Signals | null;
  readonly processId: number;
}

export interface K6 {
  /** Runs a scenario to its end; when the signal aborts, k6 gets SIGINT and time to write what it has. */
  run(request: K6Request): Promise<K6Outcome>;
}

interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly projectRoot: string;
  readonly signal: AbortSignal;
}

/** Time for k6 to leave the room and write a partial result after Ctrl-C, before it is killed. */
const stopGraceMs = 15_000;
const pollIntervalMs = 200;

export function createK6(world: World): K6 {
  return { run: (request) => runK6(world, request) };
}

async function runK6(world: World, request: K6Request): Promise<K6Outcome> {
  const log = await open(request.logFile, 'a', 0o600);
  // A group of its own: Ctrl-C at the terminal reaches gomeet alone, which then stops k6 in good order.
  const child = spawn(
    request.program,
    ['run', '--quiet', '--no-color', '--no-usage-report', '--summary-mode=disabled', request.script],
    {
      cwd: world.projectRoot,
      // k6 ends by itself when this process is gone: killed, we could not stop it any more.
      env: { ...world.env, ...request.variables, GOMEET_PROCESS_ID: String(process.pid) },
      stdio: ['ignore', log.fd, log.fd],
      detached: true,
    },
  );
  const ended = new Promise<K6Outcome>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, endedBy) => resolve({ exitCode, endedBy, processId: child.pid ?? 0 }));
  });
  const stop = (): void => {
    signalGroup(child.pid, 'SIGINT');
    setTimeout(() => signalGroup(child.pid, 'SIGKILL'), stopGraceMs).unref();
  };
  world.signal.addEventListener('abort', stop, { once: true });
  if (world.signal.aborted) stop();
  const following = new AbortController();
  const followed = followEvents(request, following.signal);
  // It is awaited when k6 has ended; until then a failure must not count as one that nobody handles.
  followed.catch(() => undefined);
  try {
    return await ended;
  } finally {
    world.signal.removeEventListener('abort', stop);
    following.abort();
    await followed;
    await log.close();
  }
}

function signalGroup(processId: number | undefined, signal: NodeJS.Signals): void {
  if (processId === undefined) return;
  try {
    process.kill(-processId, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Hands each complete line of the events file to `onEvent`, until `ended`; then what is left. */
async function followEvents(request: K6Request, ended: AbortSignal): Promise<void> {
  let offset = 0;
  let rest = Buffer.alloc(0);
  const readOn = async (): Promise<void> => {
    const file = await open(request.eventsFile, 'r').catch(() => undefined);
    if (file === undefined) return;
    try {
      const { size } = await file.stat();
      if (size <= offset) return;
      const added = Buffer.alloc(size - offset);
      const { bytesRead } = await file.read(added, 0, added.length, offset);
      offset += bytesRead;
      // Cut at the last line end as bytes: a character of several bytes may be torn between two readings.
      rest = Buffer.concat([rest, added.subarray(0, bytesRead)]);
      const end = rest.lastIndexOf(newline) + 1;
      for (const line of rest.toString('utf8', 0, end).split('\n')) handOver(request, line);
      rest = rest.subarray(end);
    } finally {
      await file.close();
    }
  };
  while (!ended.aborted) {
    await readOn();
    await delay(pollIntervalMs, undefined, { signal: ended }).catch(() => undefined);
  }
  await readOn();
}

const newline = 0x0a;

/** A line that is no JSON was torn by a full disk: progress skips it, the result file has the truth. */
function handOver({ onEvent }: K6Request, line: string): void {
  if (line === '') return;
  let event: Record<string, unknown>;
  try {
    event = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return;
  }
  onEvent(event);
}
