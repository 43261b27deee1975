import { randomBytes } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';

/** A connection to a TURN server over TLS, whose certificate was believed when it was opened. */
export interface TlsDoor {
  /** A STUN binding request (RFC 8489) over the same connection. Resolves when it was answered. */
  ask(): Promise<void>;
  close(): void;
}

/**
 * Connects as a client does that believes one authority alone.
 *
 * @throws the reason why a client refuses, with its code, such as CERT_HAS_EXPIRED
 */
export function openTls(
  place: { readonly host: string; readonly port: number; readonly authority: string },
  patienceMs: number,
): Promise<TlsDoor> {
  const { host, port, authority: ca } = place;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, ca, timeout: patienceMs });
    socket.once('timeout', () => socket.destroy(new Error(`no handshake within ${patienceMs} ms`)));
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      socket.setTimeout(0);
      socket.off('error', reject);
      socket.on('error', () => undefined);
      resolve({ ask: () => ask(socket, patienceMs), close: () => socket.destroy() });
    });
  });
}

function ask(socket: TLSSocket, patienceMs: number): Promise<void> {
  // Binding request, no attributes, the magic cookie, a transaction's number of 96 bits.
  const request = Buffer.concat([Buffer.from('000100002112a442', 'hex'), randomBytes(12)]);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
    const end = (problem?: Error): void => {
      clearTimeout(timer);
      socket.off('data', heard).off('close', closed);
      if (problem === undefined) resolve();
      else reject(problem);
    };
    const heard = (answer: Buffer): void => {
      if (answer.subarray(4, 20).equals(request.subarray(4, 20))) end();
    };
    const closed = (): void => end(new Error('the connection was closed'));
    socket.on('data', heard).once('close', closed);
    if (socket.destroyed) closed();
    else socket.write(request);
  });
}
