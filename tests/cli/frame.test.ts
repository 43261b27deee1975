/** The frame that every command shares: help, usage errors, the envelope. The whole CLI runs in process. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commandTable } from '../../src/commands/index.ts';
import { exitCodeMeanings } from '../../src/errors.ts';
import { eventLineSchema } from '../../src/progress/progress-event.ts';
import { runCli } from '../support/run-cli.ts';

describe('help', () => {
  test('lists every command with its summary on standard output', async () => {
    const { stdout, stderr, exitCode } = await runCli('--help');
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
    for (const { name, summary } of commandTable) {
      expect(stdout).toContain(name);
      expect(stdout).toContain(summary);
    }
  });

  test.each(['--json', '-q', 'help', 'help --json'])('is what "%s" alone prints', async (flags) => {
    expect(await runCli(flags)).toEqual(await runCli('--help'));
  });

  test('is what gomeet alone prints off a terminal', async () => {
    expect(await runCli('')).toEqual(await runCli('--help'));
  });

  test.each(commandTable.map(({ name }) => name))('%s has a help text with examples', async (name) => {
    const { stdout, exitCode } = await runCli(`${name} --help`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Usage: gomeet ${name}`);
    expect(stdout).toContain('Examples:');
  });

  test('help <command> is <command> --help', async () => {
    expect(await runCli('help config')).toEqual(await runCli('config --help'));
  });

  test('exit-codes prints the table that errors.ts holds', async () => {
    const { stdout } = await runCli('help exit-codes');
    for (const { code, meaning } of exitCodeMeanings)
      expect(stdout).toContain(`${String(code).padStart(5)}  ${meaning}`);
  });

  test('environment names a variable for every key of the configuration', async () => {
    const { stdout } = await runCli('help environment');
    expect(stdout).toContain('GOMEET_LOADTEST_ROOM_PARTICIPANTS');
    expect(stdout).toContain('GOMEET_LIVEKIT_SERVER');
  });
});

describe('a usage error', () => {
  test.each([
    ['deplo', "unknown command 'deplo' (Did you mean deploy?)", 'gomeet --help'],
    ['loadtest rom', '<scenario> rom: did you mean "room"? accepted: room', 'gomeet loadtest --help'],
    [
      'loadtest room --layout grid25',
      '--layout grid25: did you mean "grid-25"?',
      'gomeet loadtest room --help',
    ],
    [
      'loadtest room --participants 0',
      '--participants 0: accepted: a whole number from 2 to 1,000',
      'gomeet loadtest',
    ],
    ['loadtest room --participants -5', '--participants -5: accepted: a whole number', 'gomeet loadtest'],
    ['loadtest room --participants 1e9', '--participants 1e9: accepted: a whole number', 'gomeet loadtest'],
    ['loadtest room --participants abc', '--participants abc: accepted: a whole number', 'gomeet loadtest'],
    ['loadtest room --duration 5', '--duration 5: accepted: a duration such as 30s', 'gomeet loadtest'],
    ['loadtest room --frobnicate', "unknown option '--frobnicate'", 'gomeet loadtest room --help'],
    ['loadtest', "missing required argument 'scenario'", 'gomeet loadtest --help'],
    [
      'plan explan',
      'unknown command "plan explan": did you mean "gomeet plan explain"?',
      'gomeet plan explain --help',
    ],
    ['report opne', 'did you mean "open"?', 'gomeet report --help'],
    ['backup lst', 'did you mean "list"?', 'gomeet backup --help'],
    ['cost catalg', 'did you mean "gomeet cost catalog"?', 'gomeet cost catalog --help'],
    ['cost catalog verfy', '<action> verfy: did you mean "verify"?', 'gomeet cost catalog --help'],
    ['catalog', 'did you mean "gomeet cost catalog"?', 'gomeet cost catalog --help'],
    [
      'verify',
      'did you mean "gomeet cost catalog verify" or "gomeet backup verify"?',
      'gomeet cost catalog verify --help',
    ],
    ['loadtest room --participant 5', 'Did you mean --participants?', 'gomeet loadtest room --help'],
    ['help deplo', 'did you mean "deploy"?', 'gomeet help'],
    ['help exit-code', 'did you mean "exit-codes"?', 'gomeet help'],
  ])('%s: exits 2, says what is accepted and what to type', async (commandLine, message, hint) => {
    const { stdout, stderr, exitCode } = await runCli(commandLine);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr).toContain(`Next: ${hint}`);
  });

  test('comes as one envelope with --json', async () => {
    const { stdout, exitCode } = await runCli('loadtest room --participants 0 --json');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'gomeet.loadtest/v1',
      ok: false,
      exitCode: 2,
      data: null,
      error: { code: 'invalid-option', hint: 'gomeet loadtest room --help' },
    });
    expect(exitCode).toBe(2);
  });
});

describe('--events ndjson', () => {
  const eventsOf = (stderr: string) =>
    stderr
      .trimEnd()
      .split('\n')
      .map((line) => eventLineSchema.parse(JSON.parse(line)));

  test('makes standard error a document a line, from begin to end, and leaves the result alone', async () => {
    const { stdout, stderr } = await runCli('config show --events ndjson');
    expect(stdout).toBe((await runCli('config show')).stdout);
    expect(eventsOf(stderr)).toMatchObject([
      { event: 'begun', command: 'config' },
      { event: 'ended', exitCode: 0 },
    ]);
  });

  test.each(['deplo --events ndjson', 'loadtest room --participants 0 --events=ndjson'])(
    '%s: an error before anything began is an event too',
    async (commandLine) => {
      const { stderr, exitCode } = await runCli(commandLine);
      expect(eventsOf(stderr)).toMatchObject([{ event: 'error' }, { event: 'ended', exitCode }]);
    },
  );

  test.each([
    ['config show --events yaml', '--events yaml: accepted: ndjson'],
    ['config show --events ndjson --quiet', '--quiet and --events: accepted is one of them'],
    ['config show --quiet --verbose', '--quiet and --verbose: accepted is one of them'],
  ])('%s is refused', async (commandLine, message) => {
    const { stderr, exitCode } = await runCli(commandLine);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('gomeet.yaml', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'gomeet-cli-'));
  });
  afterEach(() => rm(directory, { recursive: true }));
  const withFile = (text: string): Promise<void> => writeFile(join(directory, 'gomeet.yaml'), text);

  test('config show --origin says where each value came from and masks secrets', async () => {
    await withFile('local:\n  apiWorkers: 3\nloadtest:\n  accountPassword: correct-horse-battery\n');
    const env = { GOMEET_LOADTEST_ROOM_PARTICIPANTS: '10' };
    const { stdout, exitCode } = await runCli('config show --origin', { cwd: directory, env });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/local\.apiWorkers +3 +gomeet\.yaml:2/);
    expect(stdout).toMatch(/loadtest\.room\.participants +10 +GOMEET_LOADTEST_ROOM_PARTICIPANTS/);
    expect(stdout).toMatch(/loadtest\.room\.layout +grid-25 +default/);
    expect(stdout).toMatch(/loadtest\.accountPassword +\*{8} /);
    expect(stdout).not.toContain('correct-horse');
    expect(stdout).toMatch(/event\.meetings +\[\{.*\}\] /);
    expect(stdout).not.toContain('[object');
  });

  test.each([
    ['local:\n  apiWorkrs: 3\n', 'gomeet.yaml:2: unknown key "local.apiWorkrs"'],
    [
      'loadtest:\n  room:\n    participants: many\n',
      'gomeet.yaml:3: loadtest.room.participants: Invalid input',
    ],
    ['local: [\n', 'gomeet.yaml:2:1:'],
  ])('%j is refused with file, line and path', async (text, message) => {
    await withFile(text);
    const { stderr, exitCode } = await runCli('config show', { cwd: directory });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test('a variable that is almost one of gomeet is told, one of somebody else is not', async () => {
    const env = { GOMEET_LOCAL_API_WORKRES: '3', GOMEET_WEB_PORT_80_TCP: 'tcp://10.0.0.1:80' };
    const { stderr, exitCode } = await runCli('config show', { cwd: directory, env });
    expect(stderr).toBe(
      'warning GOMEET_LOCAL_API_WORKRES is not read; did you mean GOMEET_LOCAL_API_WORKERS?\nNext: gomeet help config · gomeet help environment\n',
    );
    expect(exitCode).toBe(0);
  });

  test('a password may begin with a brace, and is in no error', async () => {
    const env = { GOMEET_LOADTEST_ACCOUNT_PASSWORD: '{correct-horse-battery' };
    expect(await runCli('config show', { cwd: directory, env })).toMatchObject({
      stderr: 'Next: gomeet help config · gomeet help environment\n',
      exitCode: 0,
    });
  });

  test('what a file holds is shown, and not obeyed by the terminal', async () => {
    await withFile('event:\n  name: "\\e[2J\\e]0;owned\\a fair"\n');
    for (const line of ['config show', 'plan --samples 0', 'plan --samples 0 --json']) {
      const { stdout, stderr } = await runCli(line, { cwd: directory });
      expect(stdout).toContain('\\u001b[2J\\u001b]0;owned\\u0007 fair');
      expect(stdout + stderr).not.toMatch(/(?!\n)\p{Cc}/u);
    }
  });

  test('a variable of the environment that does not fit is named', async () => {
    const { stderr, exitCode } = await runCli('config show', { env: { GOMEET_LOCAL_API_WORKERS: '99' } });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('GOMEET_LOCAL_API_WORKERS');
  });
});
