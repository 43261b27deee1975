import { createServer } from 'node:net';
import { ExitCode, GomeetError } from '../errors.ts';
import { holderOfPort } from './holder-of-port.ts';
import { firstCandidate, listenerRange, nextCandidate, type Ports } from './ports.ts';

export interface PortRequest {
  readonly directory: string;
  /** The listeners that want one. */
  readonly listeners: readonly string[];
  /** Set by the user: taken as they are, or refused. */
  readonly configured: Readonly<Record<string, number | undefined>>;
  /** From earlier deployments: kept while they are free. */
  readonly remembered: Ports;
  /** Ports that our own running services listen on. */
  readonly own: ReadonlySet<number>;
}

/**
 * The port of every listener: the configured one, else the remembered one, else the next free one.
 *
 * @throws GomeetError (conflict, `port-in-use`) when a configured port is taken, naming port and holder
 */
export async function choosePorts(request: PortRequest): Promise<Ports> {
  const { configured, remembered, own } = request;
  const ports: Record<string, number> = { ...remembered };
  const usable = async (port: number): Promise<boolean> => own.has(port) || (await isFree(port));
  let candidate = firstCandidate(request.directory);
  for (const name of request.listeners) {
    const wish = configured[name];
    if (wish !== undefined) {
      if (!(await usable(wish))) throw portInUse(name, wish);
      ports[name] = wish;
      continue;
    }
    const kept = ports[name];
    if (kept !== undefined && (await usable(kept))) continue;
    delete ports[name];
    const taken = new Set([...Object.values(ports), ...Object.values(configured)]);
    const first = candidate;
    while (taken.has(candidate) || !(await isFree(candidate))) {
      candidate = nextCandidate(candidate);
      if (candidate === first) throw noneFree();
    }
    ports[name] = candidate;
    candidate = nextCandidate(candidate);
  }
  return ports;
}

/** True when a listener can be opened on 127.0.0.1 and nobody listens there on all addresses either. */
export function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  return promise;
}

/** The configured ports that somebody else holds, and who. */
export async function takenPorts(
  request: Pick<PortRequest, 'configured' | 'own'>,
): Promise<{ listener: string; port: number; holder: string }[]> {
  const wishes = Object.entries(request.configured).flatMap(([listener, port]) =>
    port === undefined || request.own.has(port) ? [] : [{ listener, port }],
  );
  const looks = await Promise.all(wishes.map(async (wish) => ({ ...wish, free: await isFree(wish.port) })));
  return looks
    .filter(({ free }) => !free)
    .map(({ listener, port }) => ({ listener, port, holder: holderText(port) }));
}

function holderText(port: number): string {
  const holder = holderOfPort(port);
  return holder === undefined ? 'another program' : `${holder.name} (process ${holder.processId})`;
}

function portInUse(name: string, port: number): GomeetError {
  return new GomeetError(`port ${port}, configured for ${name}, is in use by ${holderText(port)}`, {
    exitCode: ExitCode.conflict,
    code: 'port-in-use',
    hint: `end that program, or set another port (local.ports.${name}); without it gomeet chooses a free one`,
  });
}

const noneFree = (): GomeetError =>
  new GomeetError(`no port between ${listenerRange.first} and ${listenerRange.last} is free`, {
    exitCode: ExitCode.conflict,
    code: 'no-free-port',
    hint: 'end programs that listen there, or configure ports under local.ports',
  });
