import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tablePrefix } from '../../src/local/cut-off.ts';
import { lives, localGomeet, processesOf, until } from './local-gomeet.ts';

const slow = { tags: ['slow'] };

/** Tables of nftables that a target has; only root makes any. */
function rulesOf(folder: string): string[] {
  if (process.getuid?.() !== 0) return [];
  const tables = execFileSync('nft', ['list', 'tables'], { encoding: 'utf8' }).split('\n');
  return tables.filter((line) => line.includes(tablePrefix(join(folder, '.gomeet'))));
}

test.each(['redis', 'postgres', 'livekit', 'api-1'])(
  '%s comes back when it is killed',
  slow,
  async (name) => {
    await using gomeet = localGomeet();
    await gomeet.run('deploy', '--api-workers', '1');
    const before = await gomeet.processIdOf(name);
    process.kill(before, 'SIGKILL');
    await until(`${name} to be ready again`, async () => {
      const service = (await gomeet.services()).find((candidate) => candidate.name === name);
      return service?.state === 'ready' && service.processId !== before && service.restarts === 1;
    });
  },
);

test('status tells that a paused service does not answer', slow, async () => {
  await using gomeet = localGomeet();
  await gomeet.run('deploy', '--api-workers', '1');
  const redis = await gomeet.processIdOf('redis');
  process.kill(redis, 'SIGSTOP');
  const status = await gomeet.run('status');
  expect(status).toMatchObject({ exitCode: 4 });
  expect(status.stdout).toMatch(/redis +unhealthy/);
  // down has to end a paused process as well.
  expect(await gomeet.json('down')).toMatchObject({ exitCode: 0 });
  expect(lives(redis)).toBe(false);
});

test('what a killed supervisor leaves is shown, and down stops it', slow, async () => {
  await using gomeet = localGomeet();
  await gomeet.run('deploy', '--api-workers', '1');
  const services = await gomeet.services();
  process.kill(gomeet.supervisorId(), 'SIGKILL');
  await until('the supervisor to be gone', async () =>
    (await gomeet.services()).every(({ state }) => state === 'orphaned'),
  );
  expect((await gomeet.run('status')).exitCode).toBe(4);
  const { data } = await gomeet.json('down');
  const processes = services.filter(({ processId }) => processId !== null);
  const names = processes.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['api-1', 'livekit', 'mailbox', 'postgres', 'redis']));
  expect((data as { stopped: string[] }).stopped.toSorted()).toEqual(names.toSorted());
  expect(processes.filter(({ processId }) => processId !== null && lives(processId))).toEqual([]);
  expect(processesOf(gomeet.folder)).toEqual([]);
});

test('deploy puts right what a killed supervisor left', slow, async () => {
  await using gomeet = localGomeet();
  await gomeet.run('deploy', '--api-workers', '1');
  process.kill(gomeet.supervisorId(), 'SIGKILL');
  const again = await gomeet.run('deploy', '--api-workers', '1');
  expect(again, again.stderr).toMatchObject({ exitCode: 0 });
  expect(again.stderr).toContain('stopped what a killed supervisor had left');
  expect((await gomeet.services()).every(({ state }) => state === 'ready')).toBe(true);
});

test('deploy waits for a service that is just coming back', slow, async () => {
  await using gomeet = localGomeet();
  await gomeet.run('deploy', '--api-workers', '1');
  const livekit = await gomeet.processIdOf('livekit');
  process.kill(livekit, 'SIGKILL');
  const { exitCode, data } = await gomeet.json('deploy', '--api-workers', '1');
  expect({ exitCode, changes: (data as { changes: unknown }).changes }).toMatchObject({
    exitCode: 0,
    changes: expect.arrayContaining([expect.objectContaining({ action: 'unchanged', name: 'livekit' })]),
  });
  expect((await gomeet.services()).every(({ state }) => state === 'ready')).toBe(true);
  expect(await gomeet.processIdOf('livekit')).not.toBe(livekit);
});

test('a supervisor whose folder was deleted stops everything and leaves', slow, async () => {
  await using gomeet = localGomeet();
  await gomeet.run('deploy', '--api-workers', '1');
  const services = await gomeet.services();
  const supervisor = gomeet.supervisorId();
  rmSync(`${gomeet.folder}/.gomeet`, { recursive: true });
  await until('the supervisor to leave', () => !lives(supervisor));
  expect(services.filter(({ processId }) => processId !== null && lives(processId))).toEqual([]);
  expect(rulesOf(gomeet.folder)).toEqual([]);
});

test.runIf(process.getuid?.() === 0)(
  'a deployment that fails before anything runs leaves no rules behind',
  slow,
  async () => {
    await using gomeet = localGomeet();
    await gomeet.run('deploy', '--api-workers', '1');
    expect(rulesOf(gomeet.folder)).toHaveLength(1);
    await gomeet.run('down');
    expect(rulesOf(gomeet.folder)).toEqual([]);
    const { postgres } = JSON.parse(readFileSync(join(gomeet.folder, '.gomeet/places.json'), 'utf8'));
    writeFileSync(join(postgres.dataDirectory, 'PG_VERSION'), '9\n');
    expect(await gomeet.json('deploy', '--api-workers', '1')).toMatchObject({
      exitCode: 6,
      error: { code: 'database-version' },
    });
    expect(rulesOf(gomeet.folder)).toEqual([]);
  },
);

test('a supervisor that hangs is reported by status and ended by down', slow, async () => {
  await using gomeet = localGomeet();
  await gomeet.run('deploy', '--api-workers', '1');
  process.kill(gomeet.supervisorId(), 'SIGSTOP');
  expect(await gomeet.json('status')).toMatchObject({
    exitCode: 4,
    error: { code: 'supervisor-unreachable' },
  });
  expect(await gomeet.json('down')).toMatchObject({ exitCode: 0 });
  expect(processesOf(gomeet.folder)).toEqual([]);
});
