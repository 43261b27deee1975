import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createDisplay, createNarrator, type Manner, type Narrator } from './adapters/progress.ts';
import { createOutput } from './adapters/terminal.ts';
import type { CommandResult } from './commands/command.ts';
import { type Envelope, errorEnvelope, resultEnvelope } from './commands/envelope.ts';
import { fitted } from './commands/fit-text.ts';
import { eventsAsked } from './commands/global-flags.ts';
import { commandTable } from './commands/index.ts';
import { type Invocation, parseCommandLine } from './commands/program.ts';
import type { Config } from './config.ts';
import type { Context, Output, Progress } from './context.ts';
import { ExitCode, GomeetError } from './errors.ts';
import { printable } from './printable-text.ts';

/** What the command line reaches: handed in whole, so that tests run the CLI in process. */
export interface World {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly projectRoot: string;
  readonly version: string;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdinIsTerminal: boolean;
  readonly signal: AbortSignal;
  now(): number;
  monotonic(): number;
  random(): number;
}

/** Runs one command line from parsing to printing. Returns the exit code; never throws, never exits. */
export async function main(world: World): Promise<ExitCode> {
  const json = world.argv.includes('--json');
  const typed = world.argv.find((arg) => !arg.startsWith('-'));
  let name = commandTable.some((entry) => entry.name === typed) && typed ? typed : 'gomeet';
  // Until the line is understood, only what it asks for at first sight is known.
  let narrator = narratorFor(world, {
    events: eventsAsked(world.argv),
    quiet: false,
    verbose: world.argv.includes('--verbose'),
  });
  try {
    const argv = world.argv.length === 0 ? await chosenFromMenu(world) : world.argv;
    const invocation = await parseCommandLine(argv, world);
    if (invocation === undefined) return ExitCode.ok;
    name = invocation.name;
    narrator = narratorFor(world, invocation.interaction);
    narrator.begin(invocation.path, world.version);
    const result = await invocation.command.run(
      createContext(world, invocation, narrator),
      invocation.options,
    );
    const exitCode = result.exitCode ?? ExitCode.ok;
    if (!json || invocation.interaction.events) for (const text of result.warnings ?? []) narrator.warn(text);
    narrator.close();
    printResult(world, json, name, result);
    const hasSaidNext = json || result.text === '' || result.text.includes('Next: ');
    narrator.end(exitCode, hasSaidNext ? undefined : invocation.command.next);
    return exitCode;
  } catch (thrown) {
    const error = asGomeetError(thrown, world.signal);
    narrator.fail(error);
    narrator.end(error.exitCode);
    if (json) printEnvelope(world, errorEnvelope(name, error));
    return error.exitCode;
  }
}

const narratorFor = ({ stderr, now }: World, manner: Manner): Narrator =>
  createNarrator(createDisplay(stderr, now, manner), now);

/** The real outside world of one invocation; adapters load when they are first asked for. */
function createContext(world: World, { interaction }: Invocation, progress: Progress): Context {
  let config: Promise<Config> | undefined;
  const context: Context = {
    ...world,
    interaction,
    progress,
    breathe: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      world.signal.throwIfAborted();
    },
    config: () => {
      config ??= import('./adapters/config-file.ts').then(async ({ loadConfig }) => {
        const loaded = await loadConfig(world.cwd, world.env);
        for (const warning of loaded.warnings) progress.note(`warning ${warning}`);
        return loaded;
      });
      return config;
    },
    localTarget: async () => {
      const [{ createLocalTarget }, { values }] = await Promise.all([
        import('./adapters/local-target.ts'),
        context.config(),
      ]);
      const alerting = async () =>
        (await import('./monitoring/local-alerting.ts')).localAlerting(world.projectRoot);
      return createLocalTarget({ ...world, config: values, alerting });
    },
    kubernetes: async (place) => (await import('./adapters/kubernetes.ts')).connectKubernetes(world, place),
    cluster: async (name) => (await import('./adapters/cluster.ts')).connectCluster(world, name),
    provingGround: async () =>
      (await import('./adapters/proving-ground/proving-ground.ts')).createProvingGround(world),
    goModules: async () => (await import('./adapters/go-modules.ts')).createGoModules(world),
    k6: async () => (await import('./adapters/k6.ts')).createK6(world),
    digitalOcean: async (tokenFile) =>
      (await import('./adapters/digitalocean.ts')).openDigitalOcean(world, tokenFile),
    browsers: async () => (await import('./adapters/browser/browsers.ts')).createBrowsers(),
    host: async () => (await import('./adapters/host.ts')).createHost(),
    desktop: async () => (await import('./adapters/desktop.ts')).createDesktop(world),
    pageServer: async () => (await import('./adapters/page-server.ts')).pageServer,
    postgres: async (url) => (await import('./adapters/postgres.ts')).connectPostgres(url),
    redis: async (url) => (await import('./adapters/redis.ts')).connectRedis(url),
    platformDoors: async () => (await import('./adapters/platform-doors.ts')).createPlatformDoors(),
    looks: async () => (await import('./adapters/looks.ts')).looks,
    backups: async () => {
      const [{ createBackups }, { values }] = await Promise.all([
        import('./adapters/backup/backups.ts'),
        context.config(),
      ]);
      return createBackups({ ...world, config: values });
    },
    getJson: async (url) => (await import('./adapters/http.ts')).getJson(url),
    postJson: async (url, document) => (await import('./adapters/http.ts')).postJson(url, document),
    scrape: async (url) => (await import('./adapters/prometheus.ts')).scrape(url),
    revision: async () => (await import('./adapters/git.ts')).readRevision(world.projectRoot),
    prompts: async () => (await import('./adapters/prompts.ts')).createPrompts({ ...world, interaction }),
  };
  return context;
}

/** `gomeet` alone: a short menu on a terminal, the help text elsewhere. */
async function chosenFromMenu(world: World): Promise<readonly string[]> {
  if (!world.stderr.isTerminal || !world.stdinIsTerminal) return ['--help'];
  const { chooseCommand } = await import('./commands/menu.ts');
  const interaction = {
    json: false,
    yes: false,
    input: true,
    quiet: false,
    verbose: false,
    events: false,
  };
  const { createPrompts } = await import('./adapters/prompts.ts');
  return chooseCommand(createPrompts({ ...world, interaction }));
}

function printResult(world: World, json: boolean, name: string, result: CommandResult<unknown>): void {
  if (json) printEnvelope(world, resultEnvelope(name, result));
  else if (result.text !== '') {
    const text = result.isVerbatim ? result.text : forWindow(result.text, world.stdout);
    world.stdout.write(`${printable(text, world.stdout.color)}\n`);
  }
}

/** On a terminal lines are broken between words; a pipe or a file gets them whole, for those who search them. */
const forWindow = (text: string, { isTerminal, columns }: Output): string =>
  isTerminal ? fitted(text, columns) : text;

const printEnvelope = (world: World, envelope: Envelope): void =>
  world.stdout.write(`${printable(JSON.stringify(envelope, null, 2))}\n`);

/** Anything that was not thrown on purpose is a fault of ours: exit code 1, with the stack for the report. */
function asGomeetError(thrown: unknown, signal: AbortSignal): GomeetError {
  if (thrown instanceof GomeetError) return thrown;
  if (signal.aborted)
    return new GomeetError('interrupted', {
      exitCode: ExitCode.interrupted,
      code: 'interrupted',
      hint: 'the same command again',
    });
  const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return new GomeetError(message, {
    exitCode: ExitCode.unexpected,
    code: 'unexpected',
    hint: 'this is a fault of gomeet: please report it with the lines above',
    cause: thrown,
  });
}

/** The process as a World. Ctrl-C asks for an orderly stop; a second one leaves at once. */
export async function runProcess(projectRoot: string): Promise<never> {
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (interrupt.signal.aborted) process.exit(ExitCode.interrupted);
      interrupt.abort();
    });
  }
  const argv = process.argv.slice(2);
  const exitCode = await main({
    argv,
    env: process.env,
    cwd: process.cwd(),
    projectRoot,
    version: versionOf(projectRoot),
    stdout: createOutput(process.stdout, process.env, argv),
    stderr: createOutput(process.stderr, process.env, argv),
    stdinIsTerminal: process.stdin.isTTY === true,
    signal: interrupt.signal,
    now: Date.now,
    monotonic: () => performance.now(),
    random: Math.random,
  });
  // Standard output to a pipe is written behind our back: leave only when its last byte has gone.
  await new Promise((resolve) => process.stdout.write('', resolve));
  process.exit(exitCode);
}

const versionOf = (projectRoot: string): string =>
  (JSON.parse(readFileSync(`${projectRoot}/package.json`, 'utf8')) as { version: string }).version;

if (import.meta.main) await runProcess(fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, ''));
