import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesInLog } from './pod-output.ts';
import { podScript } from './pod-script.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gomeet-pod-'));
  for (const folder of ['bin', 'plans/1', 'results']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'plans/1/script'), 'api.ts');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Runs the container's command with its paths in a folder of the test, and a shell script in k6's place. */
function pod(k6: string) {
  writeFileSync(join(root, 'bin/k6'), `#!/bin/sh\n${k6}\n`);
  chmodSync(join(root, 'bin/k6'), 0o755);
  const child = spawn('sh', ['-c', podScript.replaceAll('/opt/gomeet', root)], {
    env: { PATH: process.env.PATH, JOB_COMPLETION_INDEX: '1' },
  });
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    log += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, ended, log: () => log };
}

test('k6 gets its plan and its scenario; what it leaves comes out of the log as it was', async () => {
  const text = JSON.stringify({ text: 'ä'.repeat(50_000) });
  writeFileSync(join(root, 'whole.json'), text);
  const { ended, log } = pod(`echo "$GOMEET_PLAN $*"; cp ${root}/whole.json loadgen.json`);
  expect(await ended).toBe(0);
  const files = filesInLog(log());
  expect([...files.keys()]).toEqual(['loadgen.json', 'k6.log']);
  expect(files.get('loadgen.json')).toBe(text);
  expect(files.get('k6.log')).toContain(`${root}/plans/1/plan.json run --quiet`);
  expect(files.get('k6.log')).toContain(`${root}/scenarios/api.ts`);
});

test('the exit code is that of k6', async () => {
  const { ended, log } = pod('echo it broke; exit 107');
  expect(await ended).toBe(107);
  expect(filesInLog(log()).get('k6.log')).toBe('it broke\n');
});

test('SIGTERM reaches k6, and what it has written by then still comes out', async () => {
  const { child, ended, log } = pod(
    `trap 'echo partial > loadgen.json; exit 0' TERM; echo ready > ${root}/ready; while :; do sleep 0.05; done`,
  );
  await expect.poll(() => existsSync(join(root, 'ready')), { timeout: 10_000 }).toBe(true);
  child.kill('SIGTERM');
  await ended;
  expect(filesInLog(log()).get('loadgen.json')).toBe('partial\n');
});

test('a file that was cut off is left out', async () => {
  const { ended, log } = pod('echo whole > loadgen.json');
  await ended;
  const cut = log().replace(/(gomeet-begin loadgen\.json\n.{10}).*\n/, '$1\n');
  expect([...filesInLog(cut).keys()]).toEqual(['k6.log']);
});
