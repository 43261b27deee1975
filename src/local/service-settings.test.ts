import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Ports } from './ports.ts';
import { livekitConfiguration, redisConfiguration } from './service-settings.ts';

const ports: Ports = { redis: 21_001, livekit: 21_002, 'livekit-metrics': 21_003, api: 21_004 };
const secrets = {
  databasePassword: 'd',
  redisPassword: 'r',
  livekitApiKey: 'APIkey',
  livekitApiSecret: 's'.repeat(64),
  accessTokenPrivateKey: 'a',
  dataKey: 'data-secret',
  vapidPublicKey: 'vapid-public',
  vapidPrivateKey: 'vapid-secret',
  recorderToken: 'recorder-secret',
  replicationPassword: 'replication-secret',
  patroniPassword: 'patroni-secret',
  turnSecret: 'turn-secret',
};

test('LiveKit tells the API of events, measures forwarding and stays on loopback', () => {
  expect(parse(livekitConfiguration(ports, secrets))).toMatchObject({
    bind_addresses: ['127.0.0.1'],
    prometheus_port: 21_003,
    rtc: {
      tcp_port: 0,
      enable_loopback_candidate: true,
      forward_stats: { summary_interval: '1s', report_interval: '5s', report_window: '30s' },
    },
    webhook: { api_key: 'APIkey', urls: ['http://127.0.0.1:21004/webhooks/livekit'] },
  });
});

test('Redis has a memory limit and evicts nothing', () => {
  const text = redisConfiguration(ports, secrets, '/a folder/redis');
  expect(text).toContain('maxmemory 256mb\nmaxmemory-policy noeviction\n');
  expect(text).toContain('dir "/a folder/redis"\n');
  expect(text).toContain('bind 127.0.0.1\nport 21001\n');
});
