import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

describe('gomeet loadtest … --runner kubernetes, without a cluster', () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'gomeet-kubernetes-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  const inPods = ['--runner', 'kubernetes', '--api-url', 'https://meet.example.com', '--image', 'loadgen:1'];
  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    runCli(['loadtest', ...args], { cwd, env });

  test('the password of the accounts has to be known', async () => {
    const { exitCode, stderr } = await run(['api', ...inPods]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('needs the password of the 50 accounts load-00001@load.gomeet.test and on');
    expect(stderr).toContain('GOMEET_LOADTEST_ACCOUNT_PASSWORD');
  });

  test('everyone has to log in', async () => {
    const { exitCode, stderr } = await run(['websocket', ...inPods]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--log-in 100');
  });

  test('an address with a password in it is refused', async () => {
    const { exitCode, stderr } = await run(['api', ...inPods, '--api-url', 'https://a:b@meet.example.com']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('without user and password');
  });

  test('a cluster that does not answer is named, and nothing is left', async () => {
    const kubeconfig = join(cwd, 'kubeconfig');
    const config = {
      clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:9' } }],
      users: [{ name: 'u', user: { token: 'the token of the test' } }],
      contexts: [{ name: 'here', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'here',
    };
    writeFileSync(kubeconfig, JSON.stringify(config));
    const env = { KUBECONFIG: kubeconfig, GOMEET_LOADTEST_ACCOUNT_PASSWORD: 'a password of the test' };
    const unreachable = await run(['api', ...inPods], env);
    expect(unreachable.exitCode).toBe(6);
    expect(unreachable.stderr).toContain('no Kubernetes API answers at https://127.0.0.1:9');
    const elsewhere = await run(['api', ...inPods, '--context', 'there'], env);
    expect(elsewhere.exitCode).toBe(2);
    expect(elsewhere.stderr).toContain('no context "there"; accepted: here');
    const none = await run(['api', ...inPods], { ...env, KUBECONFIG: join(cwd, 'missing') });
    expect(none.exitCode).toBe(6);
    expect(none.stderr).toContain('the kubeconfig cannot be read');
    expect(readdirSync(cwd)).toEqual(['kubeconfig']);
  });
});
