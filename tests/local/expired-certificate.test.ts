/** What the drill of an expired certificate rests on, against a real coturn. */
import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTls } from '../../src/adapters/door-tls.ts';
import { ensureTurnCertificate, turnCertificateFiles } from '../../src/local/ha/turn-certificate.ts';
import { turnCertificateOf } from '../../src/local/replace-turn-certificate.ts';
import { freePort } from '../platform/support/services.ts';
import { newFolder, until } from './local-gomeet.ts';

test('coturn shows what it is told to read, clients refuse what has ended, and who was there stays', {
  tags: ['slow'],
}, async () => {
  const directory = newFolder();
  await ensureTurnCertificate({ directory }, Date.now());
  const { certificate, key } = turnCertificateFiles({ directory });
  const port = await freePort();
  const settings = [
    ...['use-auth-secret', 'static-auth-secret=secret', 'realm=test', 'listening-ip=127.0.0.1'],
    ...[
      `listening-port=${await freePort()}`,
      `tls-listening-port=${port}`,
      `cert=${certificate}`,
      `pkey=${key}`,
    ],
    ...['no-cli', 'no-dtls', 'log-file=stdout', `pidfile=${directory}/pid`, `userdb=${directory}/users`],
  ];
  writeFileSync(join(directory, 'turnserver.conf'), `${settings.join('\n')}\n`);
  const coturn = spawn('turnserver', ['-c', join(directory, 'turnserver.conf')], { stdio: 'ignore' });
  const ended = new Promise((resolve) => coturn.once('exit', resolve));
  const shown = turnCertificateOf(directory);
  const place = { host: '127.0.0.1', port, authority: shown.authority() };
  const refusal = (): Promise<string | null> =>
    openTls(place, 3_000).then(
      (door) => {
        door.close();
        return null;
      },
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    );
  try {
    await until('coturn', async () => (await refusal()) === null);
    const giveBack = shown.keep();
    const witness = await openTls(place, 3_000);
    await shown.issue(-1);
    coturn.kill('SIGUSR2');
    await until('a client that refuses', async () => (await refusal()) === 'CERT_HAS_EXPIRED');
    await shown.issue(365);
    coturn.kill('SIGUSR2');
    await until('a client that is let in', async () => (await refusal()) === null);
    await witness.ask();
    witness.close();
    giveBack();
    coturn.kill('SIGUSR2');
    expect(await refusal()).toBe(null);
    await expect(openTls({ ...place, port: await freePort() }, 3_000)).rejects.toThrow('ECONNREFUSED');
  } finally {
    coturn.kill('SIGTERM');
    await ended;
    rmSync(directory, { recursive: true, force: true });
  }
});
