import { cutOff, reconnect } from './cut-off.ts';
import type { Fault, FaultAnswer, FaultRefusal } from './fault.ts';
import { fillDisk, freeDisk, isMounted } from './own-disk.ts';
import { signalAll } from './service-processes.ts';
import type { ServiceRunner } from './service-runner.ts';
import { systemMs } from './system-clock.ts';

/** A fault that cannot be done: nothing has changed. */
class Refused extends Error {
  readonly refusal: FaultRefusal;
  constructor(code: FaultRefusal['code'], message: string, hint: string) {
    super(message);
    this.refusal = { code, message, hint };
  }
}

/** Brings a fault into a service that this supervisor started; never into any other process. The moment told is that before it acts. */
export async function injectFault(
  directory: string,
  fault: Fault,
  runners: ReadonlyMap<string, ServiceRunner>,
): Promise<FaultAnswer> {
  const runner = runners.get(fault.service);
  const when = { systemMs: systemMs(), wallMs: Date.now() };
  try {
    if (runner === undefined) throw noSuchService(fault.service, [...runners.keys()]);
    return { ...when, command: await act(directory, fault, runner) };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.refusal };
    throw error;
  }
}

async function act(directory: string, fault: Fault, runner: ServiceRunner): Promise<string> {
  switch (fault.action) {
    case 'kill':
      return signalService(runner, fault.signal);
    case 'freeze':
      return signalService(runner, 'SIGSTOP');
    case 'thaw':
      return signalService(runner, 'SIGCONT');
    case 'stop':
      return stopService(runner);
    case 'start':
      return startService(runner);
    case 'restart-policy':
      runner.restartPolicy = fault.policy;
      return `gomeet's supervisor: restart ${fault.service} ${fault.policy}`;
    case 'cut-off':
      return cutServiceOff(directory, runner);
    case 'reconnect':
      return done(runner, await reconnect(directory, runner.service));
    case 'fill-disk':
      return fillDisk(diskOf(runner));
    case 'free-disk':
      return freeDisk(diskOf(runner));
  }
}

async function cutServiceOff(directory: string, runner: ServiceRunner): Promise<string> {
  const { service } = runner;
  const { groupId } = service;
  if (groupId === undefined)
    throw notPossible(
      `${service.name} cannot be cut off: its packets cannot be told from others'`,
      'as root: gomeet deploy --target local --profile ha',
    );
  return done(runner, await cutOff(directory, { ...service, groupId }));
}

function done({ service }: ServiceRunner, outcome: { command: string; problem: string | undefined }): string {
  if (outcome.problem === undefined) return outcome.command;
  throw notPossible(`nftables refuses for ${service.name}: ${outcome.problem}`, 'gomeet setup --profile ha');
}

function diskOf({ service }: ServiceRunner): string {
  if (service.disk !== undefined && isMounted(service.disk)) return service.disk;
  throw notPossible(
    `${service.name} has no disk of its own`,
    'the PostgreSQL servers of profile ha have one where gomeet runs as root and loop devices are to be had',
  );
}

const notPossible = (message: string, hint: string): Refused =>
  new Refused('fault-not-possible', message, hint);

function signalService(runner: ServiceRunner, signal: NodeJS.Signals): string {
  const processIds = runner.processIds;
  if (processIds.length === 0) throw notRunning(runner);
  signalAll(processIds, signal);
  return `kill -${signal.slice('SIG'.length)} ${processIds.join(' ')}`;
}

async function stopService(runner: ServiceRunner): Promise<string> {
  const processId = runner.identity?.processId;
  await runner.stop();
  const { signal } = runner.service.stop;
  return processId === undefined ? 'true' : `kill -${signal.slice('SIG'.length)} ${processId}`;
}

async function startService(runner: ServiceRunner): Promise<string> {
  if (runner.identity !== undefined)
    throw new Refused(
      'already-running',
      `${runner.service.name} runs already (process ${runner.identity.processId})`,
      'gomeet status',
    );
  const failure = await runner.start();
  if (failure !== undefined)
    throw new Refused(
      'not-started',
      `${failure.name}: ${failure.reason}\n${failure.logTail.join('\n')}`,
      `read ${failure.log}`,
    );
  return [runner.service.command, ...runner.service.arguments].join(' ');
}

const notRunning = ({ service }: ServiceRunner): Refused =>
  new Refused('not-running', `no process of ${service.name} runs`, 'gomeet status');

const noSuchService = (name: string, known: readonly string[]): Refused =>
  new Refused(
    'no-such-service',
    `no service is named ${name}; there are ${known.join(', ') || 'none'}`,
    'gomeet status',
  );
