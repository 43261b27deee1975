import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../bin/gomeet', import.meta.url));

export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Service {
  readonly name: string;
  readonly state: string;
  readonly processId: number | null;
  readonly restarts: number;
}

/** gomeet as its users run it: a process of its own, in a folder of its own. Disposing takes everything down. */
export interface LocalGomeet extends AsyncDisposable {
  readonly folder: string;
  start(...args: string[]): ChildProcess;
  run(...args: string[]): Promise<Outcome>;
  /** Runs with `--json` and returns the document. */
  json(
    ...args: string[]
  ): Promise<{ exitCode: number; data: never; error: { code: string; message: string } | null }>;
  services(): Promise<Service[]>;
  processIdOf(service: string): Promise<number>;
  supervisorId(): number;
}

export function localGomeet(options: { env?: Record<string, string>; folder?: string } = {}): LocalGomeet {
  const folder = options.folder ?? newFolder();
  const start = (...args: string[]): ChildProcess =>
    spawn(launcher, args, {
      cwd: folder,
      env: { ...process.env, CI: '1', ...options.env },
      // A fourth stream stands for whatever a caller's shell has open: it must not be held by what is started.
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
  const gomeet: LocalGomeet = {
    folder,
    start,
    run: (...args) => outcomeOf(start(...args)),
    async json(...args) {
      return JSON.parse((await gomeet.run(...args, '--json')).stdout);
    },
    async services() {
      const { data } = (await gomeet.json('status')) as unknown as { data: { services: Service[] } };
      return data.services;
    },
    async processIdOf(service) {
      const found = (await gomeet.services()).find(({ name }) => name === service)?.processId;
      if (found === undefined || found === null) throw new Error(`${service} does not run`);
      return found;
    },
    supervisorId: () =>
      JSON.parse(readFileSync(join(folder, '.gomeet', 'supervisor.json'), 'utf8')).identity.processId,
    async [Symbol.asyncDispose]() {
      const { exitCode, stderr } = await gomeet.run('down', '--wipe', '--yes');
      if (exitCode !== 0) throw new Error(`down failed: ${stderr}`);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return gomeet;
}

/** A folder that others may enter, as a checkout's usually is. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gomeet-test-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** Waits for the streams to close too: they stay open for as long as anybody holds them. */
export function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  return promise;
}

/** Waits for a condition; fails with its name after half a minute. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`still waiting for: ${what}`);
    await delay(50);
  }
}

/** Processes whose command line names the folder (its own name is unique): what a clean-up must not leave. */
export function processesOf(folder: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .map((entry) => ({ entry, text: textOf(`/proc/${entry}/cmdline`) }))
    .filter(({ text }) => text.includes(basename(folder)))
    .map(({ entry, text }) => `${entry} ${text.replaceAll('\0', ' ')}`);
}

export function lives(processId: number): boolean {
  const stat = textOf(`/proc/${processId}/stat`);
  return stat !== '' && !/\) [ZX] /.test(stat);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
