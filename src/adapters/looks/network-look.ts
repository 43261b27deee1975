import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import { connect } from 'node:tls';

const bindingRequest = 0x0001;
const bindingSuccess = 0x0101;
const magicCookie = 0x2112a442;
const triesMs = [0, 500, 1500];
const patienceMs = 3000;

/** Asks a STUN or TURN server for its view of us (RFC 8489), three times within 3 s. @returns whether it answered */
export async function stunAnswers(host: string, port: number): Promise<boolean> {
  const request = Buffer.alloc(20);
  request.writeUInt16BE(bindingRequest, 0);
  request.writeUInt32BE(magicCookie, 4);
  randomBytes(12).copy(request, 8);
  const socket = createSocket('udp4');
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timers = triesMs.map((atMs) => setTimeout(() => socket.send(request, port, host), atMs));
  timers.push(setTimeout(() => resolve(false), patienceMs));
  socket.on('error', () => resolve(false));
  socket.on('message', (answer) => {
    const isOurs = answer.length >= 20 && answer.subarray(4, 20).equals(request.subarray(4, 20));
    if (isOurs && answer.readUInt16BE(0) === bindingSuccess) resolve(true);
  });
  try {
    return await promise;
  } finally {
    for (const timer of timers) clearTimeout(timer);
    socket.close();
  }
}

export interface CertificateLook {
  readonly subject: string;
  /** Unix milliseconds. */
  readonly endsAt: number;
}

/** The certificate that a server shows under this name, trusted or not. @throws when there is no TLS within 3 s */
export function certificateAt(host: string, port: number): Promise<CertificateLook> {
  const { promise, resolve, reject } = Promise.withResolvers<CertificateLook>();
  // Whether it is trusted is the caller's HTTP client's business; here an ended one has to be seen too.
  // An address is no server name (RFC 6066).
  const servername = isIP(host) === 0 ? host : '';
  const socket = connect({ host, port, servername, rejectUnauthorized: false, timeout: patienceMs });
  socket.once('secureConnect', () => {
    const { subject, valid_to: ends } = socket.getPeerCertificate();
    socket.end();
    resolve({ subject: String(subject?.CN ?? host), endsAt: Date.parse(ends) });
  });
  socket.once('timeout', () => socket.destroy(new Error(`${host}:${port} says nothing within 3 s`)));
  socket.once('error', reject);
  return promise;
}
