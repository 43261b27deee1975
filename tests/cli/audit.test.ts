/** `gomeet audit`: which plans it takes, what it prints, and by which code it exits. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../../src/commands/audit.ts';
import { runCli } from '../support/run-cli.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'gomeet-audit-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const written = 'plans/written-2025.yaml';

async function write(name: string, text: string): Promise<string> {
  await writeFile(join(directory, name), text);
  return name;
}

/** A written plan that says one thing. */
const saying = (fact: string): string => `schema: gomeet.audited-plan/v1\nname: small\n${fact}\n`;

describe('the written plan', () => {
  test('has at least forty kinds of findings as one JSON document, and exits 4', async () => {
    const { stdout, exitCode } = await runCli(['audit', written, '--json']);
    const document = JSON.parse(stdout);
    expect(exitCode).toBe(4);
    expect(document).toMatchObject({ schema: 'gomeet.audit/v1', ok: false, exitCode: 4, error: null });
    const { findings } = audit.data.parse(document.data);
    expect(new Set(findings.map(({ code }) => code)).size).toBeGreaterThanOrEqual(40);
    expect(document.warnings.join('\n')).toContain('load-balancer/regional-node');
  });

  test('reads by severity, in 80 columns, and ends in a count', async () => {
    const { stdout } = await runCli(['audit', written]);
    const lines = stdout.trimEnd().split('\n');
    const headings = lines.filter((line) => /^[A-Z]+: /.test(line)).map((line) => line.split(':')[0]);
    expect(headings).toEqual(['CRITICAL', 'MAJOR', 'MINOR', 'NOTE']);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.slice(-2).join(' ')).toMatch(/^the written plan of 2025: \d+ findings of \d+ kinds: /);
  });
});

test('a finding that cites many places names the first five and counts the others; --json has all', async () => {
  const { stdout } = await runCli(['audit', written]);
  const words = stdout.replace(/\s+/g, ' ');
  expect(words).toMatch(/\((?:\d{3}:\d+, ){5}and \d+ more\)/);
  expect(words).not.toMatch(/(?:\d{3}:\d+, ){6}and/);
  expect(words).not.toMatch(/aPIServices|letSEncrypt|n4_?16|answer1/);
});

describe('a plan of gomeet’s own', () => {
  test('without a file is that of gomeet.yaml: nothing is found', async () => {
    const { stdout, exitCode } = await runCli(['audit'], { cwd: directory });
    expect({ stdout, exitCode }).toEqual({ stdout: 'reference: nothing found.\n', exitCode: 0 });
  });

  // Three commands in one test, which a busy machine does not do in the usual five seconds.
  test('is read from plan.json, and judged when somebody has changed it', { timeout: 20_000 }, async () => {
    await runCli(['plan', '--out', 'plan.json'], { cwd: directory });
    const plan = JSON.parse(await readFile(join(directory, 'plan.json'), 'utf8'));
    expect((await runCli(['audit', 'plan.json'], { cwd: directory })).exitCode).toBe(0);

    plan.pools.find(({ id }: { id: string }) => id === 'media').nodes = 12;
    await write('shrunk.json', JSON.stringify(plan));
    const { stdout, exitCode } = await runCli(['audit', 'shrunk.json', '--json'], { cwd: directory });
    const codes = JSON.parse(stdout).data.findings.map(({ code }: { code: string }) => code);
    expect(exitCode).toBe(4);
    expect(codes).toEqual(expect.arrayContaining(['GC202', 'GC304', 'GC404']));
  });
});

describe('the exit code', () => {
  test.each([
    ['0 for minor findings', 'cluster: { kubernetesMinor: [{ is: 24, at: a }] }', 0],
    ['3 for major ones', 'limits: { participantsPerMeetingByDefault: [{ is: 10, at: a }] }', 3],
    ['4 for critical ones', "commands: [{ line: 'kubectl delete -f .', at: a }]", 4],
  ])('is %s', async (_name, fact, expected) => {
    const file = await write('small.yaml', saying(fact));
    const { exitCode, stdout } = await runCli(['audit', file], { cwd: directory });
    expect(stdout).toContain('GC');
    expect(exitCode).toBe(expected);
  });
});

describe('--explain', () => {
  test('says what a code means, and judges nothing', async () => {
    const { stdout, exitCode } = await runCli('audit --explain gc201');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('A room of a LiveKit server lives on one node');
  });

  test('refuses an unknown code with those that there are', async () => {
    const { stderr, exitCode } = await runCli('audit --explain GC999');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('accepted: GC001 to GC009');
  });
});

describe('bad input', () => {
  test.each([
    ['a file that is not there', 'nowhere.yaml', null, 'nowhere.yaml cannot be read: there is no such file'],
    [
      'a negative number',
      'bad.yaml',
      saying('media: { nodes: [{ is: -1, at: a }] }'),
      'bad.yaml:3: media.nodes.0.is: ',
    ],
    [
      'a huge one',
      'bad.yaml',
      saying('media: { nodes: [{ is: 1.0e+20, at: a }] }'),
      'bad.yaml:3: media.nodes.0.is: ',
    ],
    ['a claim without its place', 'bad.yaml', saying('media: { nodes: [{ is: 1 }] }'), 'media.nodes.0.at: '],
    ['an event', 'event.yaml', 'event:\n  name: x\n', 'gomeet plan event.yaml --out plan.json'],
    ['a broken plan.json', 'bad.json', '{"schema": "gomeet.plan/v1"}', 'bad.json is no plan: '],
    [
      'a provider without prices',
      'bad.yaml',
      saying('cluster: { provider: [{ is: nowhere, at: a }] }'),
      'provider "nowhere" is not in the catalogue',
    ],
  ])('%s exits 2 and says where', async (_name, file, content, expected) => {
    if (content !== null) await write(file, content);
    const { stdout, stderr, exitCode } = await runCli(['audit', file], { cwd: directory });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(expected);
    expect(stdout).toBe('');
  });
});
