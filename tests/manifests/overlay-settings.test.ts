/** What the API and LiveKit would be told in every overlay, read by the programs themselves. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Environment, namespacesOf } from '../../src/deployment/kubernetes/environment.ts';
import { ipv4Contains } from '../../src/deployment/kubernetes/ipv4-network.ts';
import { makeSecretValues } from '../../src/deployment/kubernetes/make-secret-values.ts';
import { secretObjects } from '../../src/deployment/kubernetes/secrets.ts';
import { parseConfig } from '../../src/platform/api/config.ts';
import { findLiveKit } from '../platform/support/services.ts';
import { environmentOf } from './container-environment.ts';
import { podsOf } from './pods.ts';
import { overlays } from './render-overlays.ts';

const run = promisify(execFile);
const secrets = makeSecretValues();
const livekit = findLiveKit();
const fields = { 'metadata.name': 'pod-x2x4v', 'status.hostIP': '10.110.0.4' };

describe.each(overlays.map(({ name, objects }) => [name, objects] as const))('%s', (name, objects) => {
  const environment: Environment = name.endsWith('/staging') ? 'staging' : 'production';
  const namespaces = namespacesOf(environment);
  const all = [...objects, ...secretObjects(secrets, namespaces)];
  const pods = podsOf(all);
  const toldTo = (label: string): Record<string, string>[] =>
    pods
      .filter(({ labels }) => labels['app.kubernetes.io/name'] === label)
      .map(({ spec, namespace }) => {
        const [main] = spec.containers;
        if (main === undefined) throw new Error(`${label} has no container`);
        return environmentOf(main, { namespace, objects: all, fields });
      });

  test.each(['auth', 'meeting', 'signaling', 'chat'])('the API starts in role %s', (role) => {
    const [told, ...others] = toldTo(`api-${role}`);
    expect(others).toEqual([]);
    const config = parseConfig(told ?? {});
    expect(config.roles).toEqual([role]);
    expect(new URL(config.livekit.apiUrl).hostname).toBe(`livekit.${namespaces.media}.svc`);
    expect(config.recording.recorder?.url).toContain(`recorder.${namespaces.media}.svc`);
    // The gateway's pods, whatever private range their network has: without, all people would share the gateway's rate limit.
    for (const pod of ['10.244.3.7', '172.20.3.7', '192.168.3.7', '100.64.3.7'])
      expect(
        config.web.trustedProxies.some((range) => ipv4Contains(range, pod)),
        pod,
      ).toBe(true);
    expect(config.web.trustedProxies.some((range) => ipv4Contains(range, '203.0.113.7'))).toBe(false);
    // People’s browsers refuse to send a camera anywhere else; the overlay for tests has no certificate.
    const isTest = name === 'test';
    expect(config.web.publicUrl).toMatch(isTest ? /^http:/ : /^https:/);
    expect(config.livekit.clientUrl).toMatch(isTest ? /^ws:/ : /^wss:/);
    // Nor has it a mail server, without which nobody could confirm an address and sign in.
    expect(config.emailVerification).toBe(isTest ? 'optional' : 'required');
  });

  test.skipIf(!livekit)(
    'livekit-server accepts its configuration strictly, and reports to this platform',
    async () => {
      const servers = toldTo('livekit');
      expect(servers.length).toBeGreaterThan(0);
      for (const told of servers) {
        const settings = told.LIVEKIT_CONFIG ?? '';
        expect(settings).not.toMatch(/\$\(/);
        expect(settings).toContain(`http://api-meeting.${namespaces.platform}.svc:8080/webhooks/livekit`);
        // Its public address takes the Internet to be found.
        const config = settings.replace('use_external_ip: true', 'use_external_ip: false');
        const { stdout } = await run(livekit ?? '', ['ports'], {
          env: { ...told, LIVEKIT_CONFIG: config, NODE_IP: '127.0.0.1' },
        });
        expect(stdout).toMatch(/^TCP Ports/);
      }
    },
  );
});
