import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createConnection } from 'node:net';
import type { ReadinessCheck } from './service.ts';

/** One look must not take longer than this: a service that answers slower is not ready. */
const lookTimeoutMs = 1_500;

/** Asks the service once. Returns undefined when it is ready, else the reason in a few words. */
export async function checkReadiness(check: ReadinessCheck): Promise<string | undefined> {
  switch (check.kind) {
    case 'http':
      return askHttp(check.url);
    case 'redis':
      return askRedis(check.port, check.password);
    case 'stun':
      return askStun(check.port);
    case 'program':
      return askProgram(check.command, check.arguments);
  }
}

async function askHttp(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(lookTimeoutMs), redirect: 'error' });
    const body = (await response.text()).replaceAll(/\s+/g, ' ').slice(0, 300);
    return response.ok ? undefined : `${url} answers ${response.status}: ${body}`;
  } catch (error) {
    return `${url} does not answer (${causeOf(error)})`;
  }
}

const causeOf = (error: unknown): string => {
  const { cause, name } = error as { cause?: { code?: string; message?: string }; name: string };
  return cause?.code ?? cause?.message ?? name;
};

/** AUTH and PING as Redis's inline commands; it answers `+OK` and `+PONG`, or `-LOADING …` while it reads its data. */
function askRedis(port: number, password: string): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const socket = createConnection({ host: '127.0.0.1', port }, () =>
    socket.write(`AUTH ${password}\r\nPING\r\n`),
  );
  let answer = '';
  socket.setTimeout(lookTimeoutMs, () => socket.destroy(new Error('no answer')));
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1');
    if (answer.includes('+PONG')) resolve(undefined);
    else if (answer.split('\r\n').length > 2)
      resolve(`Redis answers ${answer.trim().replaceAll('\r\n', ' ')}`);
    else return;
    socket.destroy();
  });
  socket.on('error', (error: NodeJS.ErrnoException) => resolve(`Redis: ${error.code ?? error.message}`));
  socket.on('close', () => resolve('Redis closed the connection'));
  return promise;
}

/** A STUN binding request (RFC 8489): type 0x0001, no attributes, the magic cookie and a transaction of 12 bytes, which the answer repeats. */
function askStun(port: number): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const request = Buffer.concat([Buffer.from('000100002112a442', 'hex'), randomBytes(12)]);
  const socket = createSocket('udp4');
  const timer = setTimeout(() => resolve('STUN: no answer'), lookTimeoutMs);
  socket.on('message', (answer) => {
    if (answer.subarray(4, 20).equals(request.subarray(4))) resolve(undefined);
  });
  socket.on('error', (error: NodeJS.ErrnoException) => resolve(`STUN: ${error.code ?? error.message}`));
  // A connected socket hears that nobody listens there.
  socket.connect(port, '127.0.0.1', () => socket.send(request));
  return promise.finally(() => {
    clearTimeout(timer);
    socket.close();
  });
}

function askProgram(command: string, args: readonly string[]): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  execFile(command, [...args], { timeout: lookTimeoutMs, env: {} }, (error, stdout, stderr) => {
    resolve(error === null ? undefined : `${stdout}${stderr}`.trim() || error.message);
  });
  return promise;
}
