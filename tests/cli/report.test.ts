/** `gomeet report …` from end to end on recorded runs: what they compare, export, serve and tell a manager. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageServer } from '../../src/adapters/page-server.ts';
import { reportReadiness } from '../../src/commands/report/report-readiness.ts';
import { answerReports } from '../../src/reporting/serve-reports.ts';
import type { Run } from '../../src/results/run.ts';
import { roomRun } from '../support/room-run.ts';
import { runCli } from '../support/run-cli.ts';

const ids = [1, 2, 3, 4, 5].map((n) => `01KAXN00000000000000000${String(n).padStart(3, '0')}`);
const [first = '', second = '', drill = '', health = '', unfinished = ''] = ids;
const now = () => Date.parse('2026-11-21T09:00:00Z');
const projectRoot = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');
let cwd: string;
let runs: string;

const drillRun = (): Run =>
  roomRun({
    id: drill,
    kind: 'dr-drill',
    parameters: { profile: 'ha' },
    tables: [
      {
        id: 'drills',
        title: 'Drills',
        columns: ['Drill', 'Verdict', 'Stable', 'Writes lost', 'Why'].map((title) => ({ title, unit: null })),
        rows: [
          ['redis-master-killed', 'PASS', 2100, 0, '—'],
          ['postgres-primary-killed (1)', 'PASS', 5000, 0, '—'],
          ['postgres-primary-killed (2)', 'MISSED', 9000, 0, 'too slow <img src=x>'],
        ],
      },
    ],
  });

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'gomeet-report-cli-'));
  runs = join(cwd, 'reports', 'runs');
  const stored = [
    roomRun({ id: first }),
    roomRun({ id: second }),
    drillRun(),
    roomRun({ id: health, kind: 'health-check' }),
  ];
  for (const run of stored) {
    await mkdir(join(runs, run.id), { recursive: true });
    await writeFile(join(runs, run.id, 'run.json'), JSON.stringify(run));
    await writeFile(join(runs, run.id, 'report.html'), `<p>${run.id}</p>`);
  }
  await mkdir(join(runs, unfinished));
});
afterAll(() => rm(cwd, { recursive: true }));

const cli = (line: string) => runCli(line, { cwd, now });
const data = async (line: string) => {
  const { stdout } = await cli(`${line} --json`);
  return (JSON.parse(stdout) as { data: Record<string, unknown> }).data;
};

test('compare sets the first run against the last, as text and as a page', async () => {
  const { stdout, exitCode } = await cli(`report compare ${first} ${second} --out comparison.html`);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('= no change');
  const page = await readFile(join(cwd, 'comparison.html'), 'utf8');
  expect(page).toContain('2 runs side by side');
  expect(page.match(/(?:src|href|action)="(?!data:|#)[^"]*|url\(|@import|<link/g)).toBeNull();
});

test('compare can fail where a KPI got worse, also of a run that lies elsewhere', async () => {
  const kpis = roomRun().kpis.map((kpi) =>
    kpi.id === 'video-latency-p95'
      ? { ...kpi, measured: 400, interval: [390, 410] as [number, number], status: 'CRITICAL' as const }
      : kpi,
  );
  await mkdir(join(cwd, 'slow'));
  await writeFile(join(cwd, 'slow', 'run.json'), JSON.stringify(roomRun({ kpis })));
  const line = `report compare ${first} slow`;
  expect((await cli(line)).exitCode).toBe(0);
  const { exitCode, stdout } = await cli(`${line} --fail-on-worse`);
  expect(exitCode).toBe(3);
  expect(stdout).toMatch(/Video latency, p95 .*▼ worse/);
});

test.each([
  ['report compare 01KAXN00000000000000000001', 2, 'two runs or more'],
  [`report compare ${first} ${first}`, 2, 'named twice'],
  ['report compare 9 8', 2, 'no run in'],
  ['report export --format xml', 2, 'accepted: json, csv, md, junit'],
  ['report export --of readings', 2, 'is a table'],
  ['report trend nothing-of-the-kind', 5, 'there is no trend'],
  ['report serve --port 0', 2, 'accepted: a whole number from 1'],
  [`report open ${unfinished}`, 5, 'cannot be read'],
  ['report build latest --baseline 9', 2, 'no run in'],
  ['report readiness --plan absent.json', 2, 'absent.json'],
  [`report readiness --samples 2 --out reports/runs/${first}/run.json`, 6, 'a file bears that name'],
])('%s is refused with code %i', async (line, code, message) => {
  const { stderr, exitCode } = await cli(line);
  expect(exitCode).toBe(code);
  expect(stderr).toContain(message);
  expect(stderr).toContain('Next: ');
});

test('build sets a run beside the one before it', async () => {
  expect(await data(`report build ${second}`)).toMatchObject({ baseline: first, earlier: [first] });
  expect(await readFile(join(runs, second, 'report.html'), 'utf8')).toContain('id="history"');
});

test('build of a run that lies elsewhere names it so that the next command finds it', async () => {
  await mkdir(join(cwd, 'elsewhere'));
  await writeFile(
    join(cwd, 'elsewhere', 'run.json'),
    JSON.stringify(roomRun({ id: '01KAXN0000000000000000000X' })),
  );
  const { stdout } = await cli('report build elsewhere');
  expect(stdout).toMatch(/Next: gomeet report open elsewhere$/m);
  expect((await cli('report build latest')).stdout).toMatch(/Next: gomeet report open 01KAXN\w+$/m);
});

test('trend and index find what was measured twice', async () => {
  expect(await data('report trend')).toMatchObject({ kind: 'loadtest room', runs: [first, second] });
  expect(await data('report index')).toMatchObject({ runs: 5, trials: 3 });
  expect(await readFile(join(runs, 'index.html'), 'utf8')).toContain(`href="${first}/report.html"`);
});

test('export hands a run on', async () => {
  expect((await cli('report export --format csv')).stdout).toMatch(/^id,title,unit,status/);
  expect((await cli(`report export ${first} --format junit`)).stdout).toContain('<testsuites');
});

describe('serve', () => {
  let server: { url: string; close(): Promise<void> };
  beforeAll(async () => {
    await symlink('/etc', join(runs, '01KAXN0000000000000000000Z'));
    await writeFile(join(dirname(runs), 'secret.html'), 'secret');
    await symlink(join(dirname(runs), 'secret.html'), join(runs, unfinished, 'report.html'));
    server = await pageServer.listen(0, answerReports(projectRoot, runs));
  });
  afterAll(() => server.close());

  /** As it is typed: fetch would tidy the path first. */
  const ask = (path: string, { method = 'GET', host = '' } = {}): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      const headers = host === '' ? {} : { host };
      const asked = request({ hostname, port, path, method, headers }, (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += String(chunk);
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      });
      asked.once('error', reject);
      asked.end();
    });

  test('shows the index, and the reports that it links to', async () => {
    const index = await ask('/');
    expect(index.status).toBe(200);
    expect(index.body).toContain(`runs/${first}/report.html`);
    expect((await ask(`/runs/${first}/report.html`)).body).toBe(`<p>${first}</p>`);
  });

  test.each([
    ['a way out', '/runs/../../etc/passwd', {}, 404],
    ['an encoded way out', '/runs/%2e%2e/%2e%2e/etc/passwd', {}, 404],
    ['a link that leads out', `/runs/${unfinished}/report.html`, {}, 404],
    ['a folder that leads out', '/runs/01KAXN0000000000000000000Z/report.html', {}, 404],
    ['another file of a run', `/runs/${first}/events.ndjson`, {}, 404],
    ['writing', '/', { method: 'POST' }, 405],
    ['a name of the internet that points here', '/', { host: 'evil.example' }, 421],
  ])('%s is refused', async (_what, path, options, status) => {
    const answer = await ask(path, options);
    expect(answer.status).toBe(status);
    expect(answer.body).not.toMatch(/secret|root:/);
  });

  test('a port that is taken is a conflict that says what to do', async () => {
    const { exitCode, stderr } = await cli(`report serve --port ${new URL(server.url).port}`);
    expect(exitCode).toBe(7);
    expect(stderr).toContain('without --port');
  });
});

describe('readiness', () => {
  const pages: Record<string, string> = {};
  let answer: ReturnType<typeof reportReadiness.data.parse>;
  beforeAll(async () => {
    answer = reportReadiness.data.parse(await data('report readiness --samples 20'));
    for (const path of answer.pages) pages[path.split('/').at(-1) ?? ''] = await readFile(path, 'utf8');
  });

  test('judges each area by what shows it', () => {
    const status = Object.fromEntries(answer.areas.map((area) => [area.id, area.status]));
    expect(status).toMatchObject({
      media: 'INCONCLUSIVE',
      signaling: 'NO DATA',
      recovery: 'MISSED',
      health: 'PASS',
    });
    expect(answer.readiness).toBe('NOT READY');
    const recovery = answer.areas.find(({ id }) => id === 'recovery');
    expect(recovery?.because).toContain('1 of 2 drills met their objective');
  });

  test('is whole, offline, small, and inert against hostile text', () => {
    for (const [name, page] of Object.entries(pages)) {
      expect(page, name).toContain(`content="default-src 'none'`);
      expect(page.match(/src="(?!data:)[^"]*|url\(|@import|<link/g), name).toBeNull();
      expect(page, name).not.toMatch(/<img|NaN|undefined|\[object/);
      expect(Buffer.byteLength(page), name).toBeLessThan(150_000);
    }
  });

  test('every link of a page leads somewhere', async () => {
    const folder = dirname(answer.pages[0] ?? '');
    for (const [name, page] of Object.entries(pages)) {
      for (const [, href = ''] of page.matchAll(/href="(?!https?:)([^"]+)"/g)) {
        const [file = '', anchor] = href.split('#');
        const target = file === '' ? page : await readFile(join(folder, file), 'utf8');
        if (anchor !== undefined) expect(target, `${name}: ${href}`).toContain(`id="${anchor}"`);
      }
    }
  });

  test('the first page reads as it did', async () => {
    const text = (pages['index.html'] ?? '')
      .replace(/<style>[\s\S]*?<\/style>/, '<style>…</style>')
      // Prices change with the catalogue and tasks with what is shown: their places are held, not their amounts.
      .replaceAll(/\$[\d,.]+\d/g, '$…')
      .replaceAll(/\d+ of (\d+) tasks|takes \d+ weeks/g, '… tasks')
      .replaceAll(/ d="[^"]*"/g, ' d="…"');
    await expect(text).toMatchFileSnapshot('report-readiness.golden.txt');
  });
});
