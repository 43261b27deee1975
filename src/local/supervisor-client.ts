import { type IncomingMessage, request } from 'node:http';
import { ExitCode, GomeetError } from '../errors.ts';
import type { Fault, FaultAnswer } from './fault.ts';
import { readJson } from './json-file.ts';
import type { Layout } from './layout.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';
import type { Service, ServiceStatus } from './service.ts';
import type { SupervisorEvent } from './supervisor.ts';

/** What is on record about the supervisor of a target. */
export interface SupervisorRecord {
  readonly identity: ProcessIdentity;
  readonly socket: string;
  readonly log: string;
}

/** The supervisor that lives, or undefined. */
export function livingSupervisor(layout: Layout): SupervisorRecord | undefined {
  const record = readJson<SupervisorRecord>(layout.supervisor);
  return record !== undefined && isAlive(record.identity) ? record : undefined;
}

/** A look takes at most 1.5 s for each service, all at once: a supervisor that takes longer hangs. */
const lookTimeoutMs = 5_000;

export async function lookAtServices(
  supervisor: SupervisorRecord,
  signal: AbortSignal,
): Promise<ServiceStatus[]> {
  const timeout = AbortSignal.timeout(lookTimeoutMs);
  try {
    const lines = exchange(supervisor, 'GET', undefined, AbortSignal.any([signal, timeout]));
    for await (const line of lines) return line as ServiceStatus[];
  } catch (error) {
    throw timeout.aborted ? unreachable(supervisor, `nothing for ${lookTimeoutMs / 1000} s`) : error;
  }
  throw unreachable(supervisor, 'it answered nothing');
}

export function applyServices(
  supervisor: SupervisorRecord,
  services: readonly Service[],
  signal?: AbortSignal,
): AsyncGenerator<SupervisorEvent> {
  return exchange(supervisor, 'PUT', services, signal) as AsyncGenerator<SupervisorEvent>;
}

export function stopServices(
  supervisor: SupervisorRecord,
  signal?: AbortSignal,
): AsyncGenerator<SupervisorEvent> {
  return exchange(supervisor, 'DELETE', undefined, signal) as AsyncGenerator<SupervisorEvent>;
}

/** How long a fault may take: a service that is stopped may need its whole patience, a started one its time to become ready. */
const faultTimeoutMs = 120_000;

export async function injectFault(supervisor: SupervisorRecord, fault: Fault): Promise<FaultAnswer> {
  // Ctrl-C does not end it: what is half done could not be mended, and mending itself comes after a Ctrl-C.
  const within = AbortSignal.timeout(faultTimeoutMs);
  for await (const line of exchange(supervisor, 'POST', fault, within)) return line as FaultAnswer;
  throw unreachable(supervisor, 'it answered nothing');
}

/** One request; yields each line of the answer as it comes. */
async function* exchange(
  supervisor: SupervisorRecord,
  method: 'GET' | 'PUT' | 'DELETE' | 'POST',
  body: unknown,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const call = request({
    socketPath: supervisor.socket,
    path: '/services',
    method,
    ...(signal === undefined ? {} : { signal }),
  });
  call.on('response', resolve);
  call.on('error', (error: NodeJS.ErrnoException) =>
    reject(signal?.aborted ? error : unreachable(supervisor, error.code ?? error.message)),
  );
  call.end(body === undefined ? undefined : JSON.stringify(body));
  let rest = '';
  for await (const chunk of (await promise).setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line);
  }
}

const unreachable = (supervisor: SupervisorRecord, why: string): GomeetError =>
  new GomeetError(
    `the supervisor (process ${supervisor.identity.processId}) does not answer on its socket: ${why}`,
    {
      exitCode: ExitCode.critical,
      code: 'supervisor-unreachable',
      hint: `gomeet down   stops it and what it started; its log: ${supervisor.log}`,
    },
  );
