import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

describe('gomeet roadmap', () => {
  let cwd: string;
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'gomeet-roadmap-'));
  });
  afterAll(() => rmSync(cwd, { recursive: true }));
  const roadmap = (line: string) => runCli(`roadmap ${line}`, { cwd });

  test('shows every task, the slips of the tables, the chain and the end', async () => {
    const { stdout, exitCode } = await roadmap('');
    expect(exitCode).toBe(0);
    expect(stdout.match(/\[[x -]\] {2}P\d-T\d\d/g)).toHaveLength(32);
    expect(stdout).toContain('phase 1        printed 184 h  the tasks say 188 h');
    expect(stdout).toContain('it ends after 17.9 weeks, not 16');
    expect(stdout).toContain('Next: gomeet roadmap P2-T03');
  });

  test('shows of one task what shows each criterion, and what is missing', async () => {
    const { stdout } = await roadmap('P3-T08');
    expect(stdout).toContain('· 500 people in a room');
    expect(stdout).toContain(
      'no recorded run of gomeet loadtest room with participantsReceiving ≥ 500 has passed here',
    );
    expect(stdout).toContain('✓ a plan for more');
  });

  test('shows who works on what and when', async () => {
    const { stdout } = await roadmap('--calendar');
    expect(stdout).toContain('D3, DevOps, 60 % of the week');
    expect(stdout).toMatch(/week 1\.0 to 2\.0 +P1-T01 {2}Kubernetes cluster/);
  });

  test('is a document for programs', async () => {
    const { stdout } = await roadmap('--json');
    const { data } = JSON.parse(stdout) as { data: { hours: number; tasks: object[]; slips: object[] } };
    expect(data).toMatchObject({ hours: 836, longestChain: { calendarHours: expect.closeTo(604, 6) } });
    expect(data.tasks).toHaveLength(32);
    expect(data.slips).toHaveLength(15);
  });

  test.each([
    ['P9-T99', 'P9-T99 is no task; accepted: P1-T01'],
    ['--file nowhere.yaml', 'nowhere.yaml cannot be read: there is no such file'],
    ['--file hours.yaml', /hours\.yaml:\d+: tasks\.0\.hours: /],
    ['--file circle.yaml', 'these wait for one another: P1-T01 after P1-T02 after P1-T01'],
    ['--file broken.yaml', /broken\.yaml:1:\d+: /],
  ])('refuses %s with what is wrong and where', async (line, message) => {
    const text = readFileSync(new URL('../../plans/roadmap-2025.yaml', import.meta.url), 'utf8');
    writeFileSync(join(cwd, 'hours.yaml'), text.replace('hours: 24', 'hours: many'));
    writeFileSync(join(cwd, 'circle.yaml'), text.replace('after: []', 'after: [P1-T02]'));
    writeFileSync(join(cwd, 'broken.yaml'), 'tasks: [');
    const { stderr, exitCode } = await roadmap(line);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});
