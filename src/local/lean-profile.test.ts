import { expect, test } from 'vitest';
import { layoutOf } from './layout.ts';
import { leanProfile, type ProfileInputs } from './lean-profile.ts';
import { listenerNames, type Ports } from './ports.ts';

const ports: Ports = Object.fromEntries(listenerNames(3).map((name, index) => [name, 21_000 + index]));
const secrets = {
  databasePassword: 'database-secret',
  redisPassword: 'redis-secret',
  livekitApiKey: 'APIkey',
  livekitApiSecret: 'livekit-secret',
  accessTokenPrivateKey: 'token-secret',
  dataKey: 'data-secret',
  vapidPublicKey: 'vapid-public',
  vapidPrivateKey: 'vapid-secret',
  recorderToken: 'recorder-secret',
  replicationPassword: 'replication-secret',
  patroniPassword: 'patroni-secret',
  turnSecret: 'turn-secret',
};

const inputs = (apiWorkers: number): ProfileInputs => ({
  apiWorkers,
  layout: layoutOf('/project/.gomeet'),
  projectRoot: '/project',
  ports,
  secrets,
  postgres: { dataDirectory: '/project/.gomeet/database/data' },
  programs: {
    postgresBin: '/usr/lib/postgresql/15/bin',
    redisServer: '/usr/bin/redis-server',
    livekitServer: '/cache/livekit-server',
    node: '/usr/bin/node',
    versions: { postgres: '15', redis: '7', livekit: '1.13.5', node: '24' },
  },
  recording: { program: '/cache/recorder', version: '1', ffmpeg: '/usr/bin/ffmpeg' },
  apiCode: 'code',
  mailboxCode: 'mailbox-code',
  migrations: 'migrations',
});

test('each service comes after those that it needs', () => {
  const names = leanProfile(inputs(2)).map(({ name }) => name);
  expect(names).toEqual(['postgres', 'redis', 'livekit', 'migrate', 'mailbox', 'recorder', 'api-1', 'api-2']);
  for (const { name, needs } of leanProfile(inputs(2))) {
    for (const need of needs) expect(names.indexOf(need)).toBeLessThan(names.indexOf(name));
  }
});

test('without its programs nothing records, and the API is not told of a recorder', () => {
  const { recording: _, ...bare } = inputs(1);
  const services = leanProfile(bare);
  expect(services.map(({ name }) => name)).not.toContain('recorder');
  expect(services.at(-1)?.env).not.toHaveProperty('RECORDER_URL');
});

test('no secret is in any command line', () => {
  const commandLines = leanProfile(inputs(2)).flatMap(({ command, arguments: args }) => [command, ...args]);
  for (const secret of Object.values(secrets)) expect(commandLines.join(' ')).not.toContain(secret);
});

test('another number of API processes leaves the digests of the others as they are', () => {
  const few = leanProfile(inputs(1));
  const many = leanProfile(inputs(3));
  for (const service of few) {
    expect(many.find(({ name }) => name === service.name)?.digests).toEqual(service.digests);
  }
});

test('everything listens on loopback', () => {
  const [postgres] = leanProfile(inputs(1));
  expect(postgres?.arguments).toContain('listen_addresses=127.0.0.1');
  for (const { address } of leanProfile(inputs(2))) expect(address).toMatch(/^(127\.0\.0\.1:\d+|)$/);
});
