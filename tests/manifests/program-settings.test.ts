/** The manifests against the programs themselves: what a pod would be told, the program must accept. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { namespacesOf } from '../../src/deployment/kubernetes/environment.ts';
import { makeSecretValues } from '../../src/deployment/kubernetes/make-secret-values.ts';
import { secretObjects } from '../../src/deployment/kubernetes/secrets.ts';
import { parseConfig } from '../../src/platform/api/config.ts';
import { type RedisWithSentinel, startRedisWithSentinel } from '../platform/support/redis-with-sentinel.ts';
import { eventually, findLiveKit, findProgram, freePort } from '../platform/support/services.ts';
import { environmentOf } from './container-environment.ts';
import { podsOf } from './pods.ts';
import { renderBase } from './render.ts';

const slow = { tags: ['slow'] };
const secrets = makeSecretValues();
const objects = [...renderBase(), ...secretObjects(secrets, namespacesOf('production'))];
const fields = { 'metadata.name': 'api-auth-7c9d8f6b5-x2x4v', 'status.hostIP': '10.110.0.4' };

/** What one container of a workload would find in its environment. */
function told(owner: string, container = 0): Record<string, string> {
  const found = podsOf(objects).find((one) => one.owner === owner);
  const named = found?.containers[container];
  if (found === undefined || named === undefined) throw new Error(`base has no ${owner}`);
  return environmentOf(named, { namespace: found.namespace, objects, fields });
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gomeet-settings-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the API', () => {
  test.each(['auth', 'meeting', 'signaling', 'chat'])('role %s starts with what it is told', (role) => {
    const config = parseConfig(told(`Deployment gomeet/api-${role}`));
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 8080,
      adminHost: '0.0.0.0',
      worker: fields['metadata.name'],
      roles: [role],
      database: { url: `postgres://gomeet:${secrets.databasePassword}@pooler:5432/gomeet` },
      redisUrl: `redis://default:${secrets.redisPassword}@redis:6379/0`,
      redisSentinels: {
        addresses: [{ host: 'redis-sentinel', port: 26_379 }],
        master: 'gomeet',
        password: secrets.redisPassword,
      },
      livekit: { apiKey: secrets.livekitApiKey, apiSecret: secrets.livekitApiSecret },
      recording: { recorder: { token: secrets.recorderToken } },
      web: { root: '/app/web' },
    });
  });

  test('migrations go to the primary itself, not through the pooler', () => {
    expect(told('Job gomeet/migrate-0008-media-of-a-seat-taken-anew').DATABASE_URL).toBe(
      `postgres://gomeet:${secrets.databasePassword}@postgres-rw:5432/gomeet`,
    );
  });
});

describe('LiveKit', () => {
  const livekit = findLiveKit();
  const settings = () => told('Deployment gomeet-media/livekit-a').LIVEKIT_CONFIG ?? '';
  let redis: RedisWithSentinel;
  let keys: string;
  let turnSecret: string;
  beforeAll(async () => {
    redis = await startRedisWithSentinel(secrets.redisPassword);
    [keys, turnSecret] = [join(folder, 'keys.yaml'), join(folder, 'turn-secret')];
    const key = `${secrets.livekitApiKey}: ${secrets.livekitApiSecret}\n`;
    // As Secrets are mounted: others may not read them, or LiveKit refuses.
    await Promise.all([
      writeFile(keys, key, { mode: 0o440 }),
      writeFile(turnSecret, secrets.turnSecret, { mode: 0o440 }),
    ]);
  });
  afterAll(() => redis.stop());

  /** Starts livekit-server as its pod would, with files, ports and Redis of this test. */
  async function start(more = '') {
    const [port, metricsPort] = [await freePort(), await freePort()];
    const config = settings()
      .replace('/etc/livekit-keys/keys.yaml', keys)
      .replaceAll('/etc/livekit-turn/secret', turnSecret)
      .replace('redis-sentinel.gomeet.svc:26379', `127.0.0.1:${redis.sentinelPort}`);
    const env = {
      ...told('Deployment gomeet-media/livekit-a'),
      LIVEKIT_CONFIG: config + more,
      LIVEKIT_PORT: String(port),
      LIVEKIT_PROMETHEUS_PORT: String(metricsPort),
      LIVEKIT_RTC_TCP_PORT: String(await freePort()),
      // Asking for the public address takes the Internet.
      LIVEKIT_RTC_USE_EXTERNAL_IP: 'false',
      NODE_IP: '127.0.0.1',
    };
    const child = spawn(livekit ?? '', ['--bind', '127.0.0.1'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { said: '' };
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output.said += chunk.toString();
      });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    return { child, output, ended, port, metricsPort };
  }

  test.skipIf(!livekit)('starts with what it is told, through Sentinel and its passwords', slow, async () => {
    const { child, output, ended, port, metricsPort } = await start();
    try {
      await eventually('it is ready', async () => {
        expect(child.exitCode, output.said).toBeNull();
        // Its statistics go through Redis: that it is ready says that it reached it.
        expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
      });
      const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
      expect(metrics).toContain('livekit_room_total');
      expect(output.said).toContain('"sentinel":true');
      expect(output.said).toContain('"rtc.portICERange":[10000,20000]');
    } finally {
      child.kill('SIGKILL');
      await ended;
    }
  });

  test.skipIf(!livekit)('refuses a word that it does not know', slow, async () => {
    const { output, ended } = await start('room_limit: 5\n');
    await ended;
    expect(output.said).toMatch(/field room_limit not found/);
  });

  test('every name in the configuration is put in, and Redis is reached through Sentinel', () => {
    expect(settings()).not.toMatch(/\$\(/);
    expect(settings()).toContain('host: turn.gomeet.example');
    expect(settings()).toContain('sentinel_addresses: [redis-sentinel.gomeet.svc:26379]');
    expect(settings()).toContain('http://api-meeting.gomeet.svc:8080/webhooks/livekit');
    expect(told('Deployment gomeet-media/livekit-a')).toMatchObject({
      REDIS_PASSWORD: secrets.redisPassword,
      LIVEKIT_REDIS_SENTINEL_PASSWORD: secrets.redisPassword,
      LIVEKIT_WEBHOOK_API_KEY: secrets.livekitApiKey,
    });
  });

  test('its ports are below node ports and those of outgoing connections', () => {
    const [, first, last] = /port_range_start: (\d+)\s+port_range_end: (\d+)/.exec(settings()) ?? [];
    expect(Number(first)).toBeGreaterThan(7881);
    expect(Number(last)).toBeLessThan(30_000);
  });

  test('a server has hours to empty, is replaced without a surge, and is left alone by the autoscaler of nodes', () => {
    const server = podsOf(objects).find(({ owner }) => owner.endsWith('/livekit-a'));
    expect(server?.object.spec).toMatchObject({
      strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      selector: { matchLabels: { 'gomeet.io/generation': 'a' } },
      progressDeadlineSeconds: 1800,
    });
    expect(server?.spec).toMatchObject({ terminationGracePeriodSeconds: 18_000 });
    expect(server?.annotations['cluster-autoscaler.kubernetes.io/safe-to-evict']).toBe('false');
  });
});

describe('TURN', () => {
  /** The file that the init container writes, by its own script, with folders of this test for the pod's. */
  async function written(externalIp: string): Promise<string> {
    const map = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && /^turn-/.test(metadata.name));
    const data = (map?.data ?? {}) as Readonly<Record<string, string>>;
    const place = join(folder, `turn${externalIp}`);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'secret'), secrets.turnSecret);
    await writeFile(join(place, 'turnserver.conf'), data['turnserver.conf'] ?? '');
    const script = (data['write-turn-settings.sh'] ?? '')
      .replace('/etc/turn/turnserver.conf', join(place, 'turnserver.conf'))
      .replace('/etc/turn-secret/secret', join(place, 'secret'))
      .replace('/run/turn/turnserver.conf', join(place, 'written.conf'));
    const env = {
      ...told('Deployment gomeet-media/turn'),
      TURN_EXTERNAL_IP: externalIp,
      PATH: '/usr/bin:/bin',
    };
    execFileSync('sh', ['-c', script], { env });
    return readFile(join(place, 'written.conf'), 'utf8');
  }

  test('the secret is in the file alone, with the realm and the address that NAT hides', async () => {
    const conf = await written('203.0.113.7');
    expect(conf).toMatch(/^use-auth-secret$/m);
    expect(conf).toContain(`static-auth-secret=${secrets.turnSecret}`);
    expect(conf).toContain('realm=turn.gomeet.example');
    expect(conf).toContain('external-ip=203.0.113.7/10.110.0.4');
    expect(await written('')).not.toContain('external-ip');
  });

  test('it relays into no private network', async () => {
    const conf = await written('');
    for (const range of [
      '10.0.0.0-10.255.255.255',
      '172.16.0.0-172.31.255.255',
      '192.168.0.0-192.168.255.255',
    ])
      expect(conf).toContain(`denied-peer-ip=${range}`);
    // The metadata service of clouds, and carrier-grade NAT, where pods and Services often are.
    expect(conf).toContain('denied-peer-ip=169.254.0.0-169.254.255.255');
    expect(conf).toContain('denied-peer-ip=100.64.0.0-100.127.255.255');
  });

  test('coturn knows every word of it', async () => {
    const path = join(folder, 'complete.conf');
    const own = /^(?:tls-)?listening-port|^prometheus|^pidfile|^userdb|^cert|^pkey|^m(?:in|ax)-port/;
    const lines = (await written('')).split('\n').filter((line) => !own.test(line));
    await writeFile(
      path,
      [...lines, 'listening-ip=127.0.0.1', 'listening-port=0', `userdb=${folder}/db`].join('\n'),
    );
    const child = spawn(findProgram('turnserver'), ['-c', path, `--pidfile=${folder}/pid`], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const until = new Promise<void>((resolve) => {
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          said += chunk.toString();
          if (/Total General servers|ERROR/.test(said)) resolve();
        });
      child.once('exit', () => resolve());
    });
    await until;
    child.kill('SIGKILL');
    expect(said).not.toMatch(/unrecognized|Bad configuration|unknown|ERROR/i);
    expect(said).toMatch(/Total General servers/);
  });
});
