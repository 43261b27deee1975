/** TURN over TLS shows the certificate that cert-manager renewed, without a restart that would cut the calls it relays. */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { eventually, findProgram, freePort } from '../platform/support/services.ts';

const run = promisify(execFile);

test('a renewed certificate is shown by the server that runs', {
  tags: ['slow'],
  timeout: 60_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gomeet-turn-'));
  const [port, tlsPort] = [await freePort(), await freePort()];
  const path = (name: string): string => join(folder, name);
  const certify = (name: string) =>
    run('openssl', [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '1',
      ],
      ...['-subj', `/CN=${name}`, '-keyout', path('tls.key'), '-out', path('tls.crt')],
    ]);
  const shown = async (): Promise<string> => {
    const script = `openssl s_client -connect 127.0.0.1:${tlsPort} </dev/null 2>/dev/null | openssl x509 -noout -subject`;
    return (await run('sh', ['-c', script]).catch(() => ({ stdout: '' }))).stdout;
  };
  await certify('first.example');
  const settings = [
    ...['listening-ip=127.0.0.1', `listening-port=${port}`, `tls-listening-port=${tlsPort}`, 'no-cli'],
    ...[`cert=${path('tls.crt')}`, `pkey=${path('tls.key')}`, 'no-dtls', 'use-auth-secret'],
    ...['static-auth-secret=any', 'realm=any', 'log-file=stdout', `pidfile=${path('pid')}`],
    `userdb=${path('db')}`,
  ];
  await writeFile(path('turnserver.conf'), settings.join('\n'));
  const script = (await readFile('manifests/base/media/settings/run-turn.sh', 'utf8'))
    .replace('/run/turn/turnserver.conf', path('turnserver.conf'))
    .replace('/etc/turn-tls', folder)
    .replace('sleep 30', 'sleep 1');
  findProgram('turnserver');
  const child = spawn('sh', ['-c', script], { stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  try {
    await eventually(
      'TURN shows its certificate',
      async () => expect(await shown()).toContain('first.example'),
      20_000,
    );
    const server = await readFile(path('pid'), 'utf8');
    await certify('second.example');
    await eventually(
      'it shows the new one',
      async () => expect(await shown()).toContain('second.example'),
      20_000,
    );
    expect(await readFile(path('pid'), 'utf8')).toBe(server);
    expect(child.exitCode).toBeNull();
  } finally {
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true });
  }
});
