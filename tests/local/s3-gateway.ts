import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { program } from '../cluster/programs.ts';
import { freePort } from '../platform/support/services.ts';
import { newFolder, until } from './local-gomeet.ts';

/** A real S3-compatible server over TLS, with one bucket, for backups. Disposing ends it. */
export interface S3Gateway extends AsyncDisposable {
  /** What a user gives `--storage`. */
  storage(bucket?: string): string;
  /** The keys that it knows, as a user's environment has them. */
  readonly keys: Readonly<Record<'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY', string>>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function s3Gateway(): Promise<S3Gateway> {
  const folder = newFolder();
  const port = await freePort();
  const keys = { AWS_ACCESS_KEY_ID: 'vault-key', AWS_SECRET_ACCESS_KEY: 'a-secret-that-is-long-enough' };
  mkdirSync(join(folder, 'objects', 'vault'), { recursive: true });
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  execFileSync(
    'openssl',
    ['req', '-x509', ...ec, '-keyout', key, '-out', certificate, '-days', '2', ...name],
    {
      stdio: 'ignore',
    },
  );
  // PostgreSQL's user reads it when it archives.
  chmodSync(certificate, 0o644);
  let child: ChildProcess | undefined;
  const answers = (): Promise<boolean> => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => resolve(true));
    socket.once('error', () => resolve(false));
    return promise.finally(() => socket.destroy());
  };
  const start = async (): Promise<void> => {
    const listen = ['--port', `127.0.0.1:${port}`, '--cert', certificate, '--key', key, '--quiet'];
    child = spawn(program('versitygw'), [...listen, 'posix', join(folder, 'objects')], {
      env: { ROOT_ACCESS_KEY: keys.AWS_ACCESS_KEY_ID, ROOT_SECRET_KEY: keys.AWS_SECRET_ACCESS_KEY },
      stdio: 'ignore',
    });
    await until('the S3 gateway', answers);
  };
  const stop = async (): Promise<void> => {
    if (child === undefined) return;
    const gone = new Promise((resolve) => child?.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    child = undefined;
  };
  await start();
  return {
    keys,
    start,
    stop,
    storage: (bucket = 'vault') =>
      `s3://${bucket}/gomeet?endpoint=localhost:${port}&region=us-east-1&ca=${certificate}`,
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
