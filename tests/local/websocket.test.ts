/** A small crowd of WebSockets on the real platform: whole, interrupted, and with the API dying under it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RunSchema } from '../../src/results/run.ts';
import { type LocalGomeet, localGomeet, until } from './local-gomeet.ts';
import { generatorsOf, started } from './running-gomeet.ts';

const slow = { tags: ['slow'] };

describe('loadtest websocket', () => {
  let gomeet: LocalGomeet;
  beforeAll(async () => {
    gomeet = localGomeet();
    const deployed = await gomeet.run('deploy');
    expect(deployed.exitCode, deployed.stderr).toBe(0);
  }, 60_000);
  afterAll(() => gomeet[Symbol.asyncDispose]());

  async function newestRun() {
    const runs = join(gomeet.folder, 'reports', 'runs');
    const [newest = ''] = (await readdir(runs)).sort().reverse();
    return RunSchema.parse(JSON.parse(await readFile(join(runs, newest, 'run.json'), 'utf8')));
  }

  const crowd = ['--connections', '20', '--rooms-of', '5', '--log-in', '10', '--chat-interval', '1s'];

  test(
    'everyone is held in two processes, hears every message and got a ticket from the API',
    slow,
    async () => {
      const { exitCode, data } = await gomeet.json(
        ...['loadtest', 'websocket', ...crowd, '--duration', '5s', '--parallelism', '2'],
      );
      const { counts, report, runDirectory, verdict } = data as {
        counts: Record<string, number>;
        report: string;
        runDirectory: string;
        verdict: { exitCode: number };
      };
      expect(counts).toMatchObject({
        connectionsRequested: 20,
        connectionsHeld: 20,
        ticketsIssued: 20,
        accessTokensGiven: 18,
        rooms: 4,
        // Four rooms, five seconds, a line a second; each is heard by the five of its room.
        messagesSent: 20,
        messagesExpected: 100,
        messagesReceived: 100,
        messagesLost: 0,
        apiErrors: 0,
      });
      expect(counts).toHaveProperty('generatorBytesPerConnection');
      expect(counts).toHaveProperty('serverBytesPerConnection');
      expect(exitCode).toBe(verdict.exitCode);
      expect(await readFile(report, 'utf8')).toContain('Memory of the API');
      const left = await readdir(join(runDirectory, 'generator'), { recursive: true });
      expect(left.filter((file) => /plan\.json|access-tokens/.test(file))).toEqual([]);
    },
  );

  test('Ctrl-C in the hold: exit code 130, a partial report, no process left', slow, async () => {
    await using running = started(gomeet, 'loadtest', 'websocket', ...crowd, '--duration', '10m');
    await until('the hold', () => running.stderr().includes('Holding'));
    running.kill('SIGINT');
    expect(await running.exitCode).toBe(130);
    const run = await newestRun();
    expect(run).toMatchObject({ partial: true, partialReason: 'interrupted by the user' });
    expect(run.counts.connectionsJoined).toBe(20);
    expect(generatorsOf(gomeet.folder)).toEqual([]);
  });

  test('when the API dies, the run ends by itself with the reason', slow, async () => {
    await using running = started(gomeet, 'loadtest', 'websocket', ...crowd, '--duration', '10m');
    await until('the hold', () => running.stderr().includes('Holding'));
    for (const worker of ['api-1', 'api-2']) process.kill(await gomeet.processIdOf(worker), 'SIGKILL');
    const exitCode = await running.exitCode;
    const run = await newestRun();
    expect(run.partial).toBe(true);
    // CRITICAL, unless the machine was so busy that the generator was late as well.
    expect(exitCode).toBe(run.verdict.exitCode);
    expect(run.verdict.status).not.toBe('PASS');
    expect(run.kpis.find(({ id }) => id === 'connections-held')?.status).toBe('CRITICAL');
    expect(run.errors.map(({ what }) => what)).toContain('websocket ended');
    expect(run.counts).toMatchObject({ connectionsJoined: 20, connectionsDropped: 20, connectionsHeld: 0 });
  });
});
