import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lives, localGomeet, newFolder, outcomeOf, processesOf, until } from './local-gomeet.ts';

const slow = { tags: ['slow'] };

interface Change {
  readonly action: string;
  readonly name: string;
}
const pending = (data: unknown): string[] =>
  (data as { changes: Change[] }).changes
    .filter(({ action }) => action !== 'unchanged')
    .map(({ action, name }) => `${action} ${name}`);

describe('deploy, status, down', () => {
  test('starts the platform, changes only what differs, and leaves nothing behind', slow, async () => {
    await using gomeet = localGomeet();
    const first = await gomeet.run('deploy');
    expect(first, first.stderr).toMatchObject({ exitCode: 0 });

    const services = await gomeet.services();
    // The recorder is there where setup has built it.
    const found = services.map(({ name, state }) => `${name} ${state}`);
    expect(found.filter((line) => line !== 'recorder ready')).toEqual([
      'postgres ready',
      'redis ready',
      'mailbox ready',
      'livekit ready',
      'api-1 ready',
      'api-2 ready',
    ]);

    const second = await gomeet.json('deploy');
    expect(second).toMatchObject({ exitCode: 0, data: { applied: false, revision: 1 } });
    expect(pending(second.data)).toEqual([]);
    expect((await gomeet.run('deploy', '--dry-run', '--exit-code', '--api-workers', '3')).exitCode).toBe(10);

    const third = await gomeet.json('deploy', '--api-workers', '3');
    expect(pending(third.data)).toEqual(['start api-3']);
    const fewer = await gomeet.json('deploy', '--api-workers', '1');
    expect(pending(fewer.data)).toEqual(['stop api-2', 'stop api-3']);
    expect(await gomeet.processIdOf('postgres')).toBe(
      services.find(({ name }) => name === 'postgres')?.processId,
    );

    const down = await gomeet.json('down');
    expect(down).toMatchObject({ exitCode: 0, data: { wiped: false } });
    expect(services.filter(({ processId }) => processId !== null && lives(processId))).toEqual([]);
    expect(processesOf(gomeet.folder)).toEqual([]);
    expect(await gomeet.json('down')).toMatchObject({ exitCode: 0, data: { stopped: [] } });
  });

  test('data and addresses survive down and deploy', slow, async () => {
    await using gomeet = localGomeet();
    await gomeet.run('deploy');
    const before = (await gomeet.json('status')).data as { urls: object };
    await gomeet.run('down');
    const again = await gomeet.run('deploy');
    expect(again, again.stderr).toMatchObject({ exitCode: 0 });
    expect(again.stderr).not.toContain('created the database');
    expect((await gomeet.json('status')).data).toMatchObject({ urls: before.urls });
  });

  test('--wipe asks, and deletes everything when told yes', slow, async () => {
    await using gomeet = localGomeet();
    await gomeet.run('deploy', '--api-workers', '1');
    expect(await gomeet.json('down', '--wipe')).toMatchObject({
      exitCode: 2,
      error: { code: 'answer-needed' },
    });
    const running = await gomeet.services();
    expect(running).not.toEqual([]);
    expect(running.every(({ state }) => state === 'ready')).toBe(true);
    expect(await gomeet.json('down', '--wipe', '--yes')).toMatchObject({
      exitCode: 0,
      data: { wiped: true },
    });
    expect(processesOf(gomeet.folder)).toEqual([]);
  });
});

describe('conflicts', () => {
  test(
    'a configured port in use is refused, naming port and holder, and nothing is started',
    slow,
    async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as { port: number };
      try {
        await using gomeet = localGomeet({ env: { GOMEET_LOCAL_PORTS_API: String(port) } });
        const { exitCode, error } = await gomeet.json('deploy');
        expect({ exitCode, code: error?.code }).toEqual({ exitCode: 7, code: 'port-in-use' });
        expect(error?.message).toContain(`port ${port}, configured for api, is in use by`);
        expect(error?.message).toContain(`(process ${process.pid})`);
        expect(processesOf(gomeet.folder)).toEqual([]);
      } finally {
        server.close();
      }
    },
  );

  test('of two deployments at once one is told to wait', slow, async () => {
    await using gomeet = localGomeet();
    const both = await Promise.all([gomeet.run('deploy'), gomeet.run('deploy')]);
    expect(both.map(({ exitCode }) => exitCode).sort()).toEqual([0, 7]);
    expect(both.map(({ stderr }) => stderr).join('')).toMatch(
      /another command is at work here: gomeet deploy \(process \d+\)/,
    );
  });
});

test('a service that does not come up is reported with the end of its log', slow, async () => {
  const folder = newFolder();
  const program = `${folder}/livekit-server`;
  const script =
    '#!/bin/sh\ncase "$*" in *version*) echo 1.13.5;; *ports) echo TCP Ports;; *) echo "the disk is on fire"; exit 3;; esac\n';
  writeFileSync(program, script, { mode: 0o755 });
  await using gomeet = localGomeet({ folder, env: { GOMEET_LIVEKIT_SERVER: program } });
  const { exitCode, stderr } = await gomeet.run('deploy');
  expect(exitCode).toBe(4);
  expect(stderr).toContain('livekit: exited with code 3 before it was ready');
  expect(stderr).toContain('    the disk is on fire');
  expect(await gomeet.run('deploy', '--dry-run')).toMatchObject({ exitCode: 0 });
});

test('a command that is killed half-way leaves what down puts right', slow, async () => {
  await using gomeet = localGomeet();
  const deploy = gomeet.start('deploy');
  const outcome = outcomeOf(deploy);
  await until('initdb', () => processesOf(gomeet.folder).some((line) => line.includes('initdb')));
  deploy.kill('SIGKILL');
  await outcome;
  // initdb may just have come to its own end; what counts is that nothing of it is left.
  expect(await gomeet.json('down')).toMatchObject({ exitCode: 0 });
  expect(processesOf(gomeet.folder)).toEqual([]);
  expect(await gomeet.json('deploy')).toMatchObject({ exitCode: 0 });
});

test(
  'a command that is killed while services start leaves a supervisor that the next deploy uses',
  slow,
  async () => {
    await using gomeet = localGomeet();
    const deploy = gomeet.start('deploy');
    const outcome = outcomeOf(deploy);
    await until('the supervisor', () =>
      processesOf(gomeet.folder).some((line) => line.includes('supervise.ts')),
    );
    deploy.kill('SIGKILL');
    await outcome;
    const again = await gomeet.run('deploy');
    expect(again, again.stderr).toMatchObject({ exitCode: 0 });
    expect((await gomeet.services()).every(({ state }) => state === 'ready')).toBe(true);
  },
);

test('Ctrl-C ends deploy with 130, and down leaves nothing', slow, async () => {
  await using gomeet = localGomeet();
  const deploy = gomeet.start('deploy');
  const outcome = outcomeOf(deploy);
  await until('initdb', () => processesOf(gomeet.folder).some((line) => line.includes('initdb')));
  deploy.kill('SIGINT');
  expect((await outcome).exitCode).toBe(130);
  expect(await gomeet.json('down')).toMatchObject({ exitCode: 0 });
  expect(processesOf(gomeet.folder)).toEqual([]);
});

test.runIf(process.getuid?.() === 0)('works in a folder that other users cannot enter', slow, async () => {
  // Its path is also longer than the address of a unix socket may be.
  const parent = newFolder();
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const folder = join(parent, 'a-long-name-'.repeat(10));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await using gomeet = localGomeet({ folder });
  const { exitCode, stderr } = await gomeet.run('deploy', '--api-workers', '1');
  expect(exitCode, stderr).toBe(0);
  expect(stderr).not.toContain(`created the database in ${gomeet.folder}`);
});
