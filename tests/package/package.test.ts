/**
 * What npm packs, installed where nothing of the repository is, on the oldest Node that it promises and on the newest that we know: its
 * main commands answer as they do in the checkout.
 */
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  installInto,
  installNode,
  oldestNode,
  ownNode,
  packGomeet,
  repository,
} from '../support/packed-gomeet.ts';
import { roomRun } from '../support/room-run.ts';
import { runCli } from '../support/run-cli.ts';

const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string };
const recorded = roomRun();
let folder: string;
/** Where the archive was installed: a path that a careless program trips over. */
let installed: string;
let packed: readonly string[];
let oldest: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gomeet package '));
  // Somebody else runs it too.
  await chmod(folder, 0o755);
  const archive = await packGomeet(folder);
  const [modules, node] = await Promise.all([
    installInto(join(folder, 'a project'), archive),
    installNode(join(folder, 'node'), oldestNode),
  ]);
  installed = join(modules, 'gomeet');
  oldest = node;
  packed = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8', maxBuffer: 2 ** 24 })
    .trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''));
}, 300_000);
afterAll(() => rm(folder, { recursive: true }));

interface Place {
  readonly node: string;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
}

async function run(program: string, { node, cwd, env, uid }: Place, ...args: readonly string[]) {
  const options = {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    maxBuffer: 2 ** 24,
    ...(uid === undefined ? {} : { uid, gid: uid }),
  };
  try {
    return {
      ...(await promisify(execFile)(node, [join(installed, program), ...args], options)),
      exitCode: 0,
    };
  } catch (error) {
    const { stdout, stderr, code } = error as { stdout: string; stderr: string; code: number };
    return { stdout, stderr, exitCode: code };
  }
}

const gomeet = (line: string, place: Place) => run('bin/gomeet.mjs', place, ...line.split(' '));

describe('the files', { tags: ['package'] }, () => {
  test('are those that git knows and what was made of them, and nothing else', () => {
    const known = new Set(
      execFileSync('git', ['ls-files'], { cwd: repository, encoding: 'utf8' }).split('\n'),
    );
    const madeOf = (path: string): string =>
      path.startsWith('dist/web/')
        ? 'src/platform/web/main.tsx'
        : path.replace(/^dist\//, '').replace(/\.js$/, '.ts');
    const source = (path: string): string =>
      path.startsWith('dist/') && !known.has(path.slice('dist/'.length))
        ? madeOf(path)
        : path.replace(/^dist\//, '');
    expect(packed.filter((path) => !known.has(source(path)))).toEqual([]);
  });

  test('hold no test, no secret, no hidden file and no path of this machine', async () => {
    const unwanted =
      /(^|\/)\.|\.test\.|\.golden\.|_test\.|testdata|(clip|livekit|recorder)test\/|^(dist\/)?tests\/|\.(pem|key|p12|kubeconfig)$|package-lock/;
    expect(packed.filter((path) => unwanted.test(path))).toEqual([]);
    const telling: string[] = [];
    for (const path of packed) {
      const text = await readFile(join(installed, path), 'latin1');
      if (text.includes(repository) || /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*\n[A-Za-z0-9+/=]{16}/.test(text))
        telling.push(path);
    }
    expect(telling).toEqual([]);
  });

  test.each([
    ['manifests', /^manifests\/(base|components|overlays)\/.*\.(yaml|yml)$/, /operators\/[^/]+\/[^/]+-[0-9]/],
    ['the catalogue', /^catalog\//],
    ['scenarios', /^scenarios\//, /\.test\./],
    ['templates', /^reports\/templates\//],
    ['plans and policies', /^(plans|policies)\//, /_test\./],
    ['schemas', /^docs\/schemas\//],
    ['migrations', /^src\/platform\/api\/migrations\//],
    ['what shells run', /^src\/local\/.*\.sh$/],
  ] as const)('hold all %s', (_what, chosen, but: RegExp = /^$/) => {
    const wanted = execFileSync('git', ['ls-files'], { cwd: repository, encoding: 'utf8' })
      .split('\n')
      .filter((path) => chosen.test(path) && !but.test(path));
    expect(wanted.length).toBeGreaterThan(1);
    expect(wanted.filter((path) => !packed.includes(path) && !packed.includes(`dist/${path}`))).toEqual([]);
  });

  test('hold the web app, built, and Go sources that are whole', async () => {
    expect(packed).toContain('dist/web/index.html');
    const goList = (module: string, what: string) =>
      promisify(execFile)('go', ['list', '-mod=readonly', '-deps', what], {
        cwd: join(installed, module),
        env: { ...process.env, GOFLAGS: '' },
        maxBuffer: 2 ** 24,
      });
    expect((await goList('loadgen', './cmd/k6')).stdout).toContain('gomeet/loadgen/meeting');
    expect((await goList('src/platform/recorder', '.')).stdout).toContain('gomeet/recorder/compose');
  });
});

describe.each([`Node ${oldestNode}`, 'the Node of a checkout'])('on %s', { tags: ['package'] }, (which) => {
  let cwd: string;
  let place: Place;
  beforeAll(async () => {
    cwd = await mkdtemp(join(folder, 'work '));
    place = { cwd, node: which === `Node ${oldestNode}` ? oldest : ownNode };
    const directory = join(cwd, 'reports/runs', recorded.id);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'run.json'), JSON.stringify(recorded));
  });

  test('tells its version', async () => {
    expect(await gomeet('--version', place)).toEqual({ stdout: `${version}\n`, stderr: '', exitCode: 0 });
  });

  test.each([
    '--help',
    'plan',
    'plan --json',
    'audit',
    'cost',
    'cost --compare',
    'report --help',
    'report list',
    'loadtest --help',
    'loadtest room --help',
    'help exit-codes',
    'roadmap',
    'loadtest rom',
    'plan --for nobody',
    'audit absent.yaml',
    'report open 9',
    'loadtest room --participants many',
  ])('answers `gomeet %s` as the checkout does', async (line) => {
    const here = await runCli(line, { cwd, env: { HOME: cwd } });
    const { stdout, stderr, exitCode } = await gomeet(line, place);
    expect({ stdout, stderr, exitCode }).toEqual(here);
  });

  test('builds a report of a recorded run, with the template that it brings', async () => {
    expect(await gomeet(`report build ${recorded.id}`, place)).toMatchObject({ exitCode: 0, stderr: '' });
    const html = await readFile(join(cwd, 'reports/runs', recorded.id, 'report.html'), 'utf8');
    expect(html).toContain('<!doctype html>');
    expect(html).toContain(recorded.id);
  });

  test.each([
    ['migrate', 'DATABASE_URL is not set'],
    ['server', 'DATABASE_URL'],
  ])('finds all that the API’s %s imports', async (program, complaint) => {
    const { stderr, stdout, exitCode } = await run(`dist/src/platform/api/${program}.js`, place);
    expect(`${stdout}${stderr}`).toContain(complaint);
    expect(exitCode).toBeGreaterThan(0);
  });
});

describe('for somebody who may write nowhere', { tags: ['package'] }, () => {
  let place: Place;
  beforeAll(async () => {
    const cwd = join(folder, 'closed');
    await mkdir(cwd, { mode: 0o555 });
    // Root may write everywhere: then it is nobody who runs it.
    const nobody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    place = { cwd, node: oldest, env: { HOME: '/nonexistent' }, ...nobody };
  });

  test.each(['--help', 'plan', 'audit', 'cost', 'report list'])(
    '`gomeet %s` answers all the same',
    async (line) => {
      expect(await gomeet(line, place)).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/\w/) });
    },
  );

  test.each(['plan --out plan.json', 'cost --report cost.html', 'report readiness --samples 2'])(
    '`gomeet %s` says what it cannot write',
    async (line) => {
      const { stderr, exitCode } = await gomeet(line, place);
      expect(stderr).toMatch(/cannot write .*closed\/.*: permission is denied\nNext: /);
      expect(exitCode).toBe(6);
    },
  );
});

test('an older Node is told what is needed', { tags: ['package'] }, async () => {
  const pretend =
    "--import=data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'22.18.0'}})";
  const answer = await gomeet('--help', { node: oldest, cwd: folder, env: { NODE_OPTIONS: pretend } });
  expect(answer).toMatchObject({ stdout: '', exitCode: 6 });
  expect(answer.stderr).toMatch(/^error gomeet needs Node 22\.19 or newer; found: .*22\.18\.0.*\nNext: /);
});
