import { ExitCode, GomeetError } from '../errors.ts';
import type { Fault, FaultReceipt, FaultRefusal } from './fault.ts';
import { layoutOf } from './layout.ts';
import type { RestartPolicy } from './service.ts';
import { injectFault, livingSupervisor } from './supervisor-client.ts';
import { systemMs } from './system-clock.ts';
import type { LocalWorld } from './world.ts';

/**
 * The switches by which drills break the platform on this machine. They act only on processes that its supervisor started: on
 * every process of the service (PostgreSQL's too, under Patroni). Each returns when it has been done.
 *
 * All throw GomeetError: `not-deployed`, `no-such-service`, `not-running`, `already-running`, `not-started`,
 * `fault-not-possible` (what this machine does not allow; the hint says what is missing).
 */
export interface Faults {
  /** Ends it at once. The supervisor starts it again, unless its restart policy is `never`. @param signal SIGKILL unless given */
  kill(service: string, signal?: NodeJS.Signals): Promise<FaultReceipt>;
  /** SIGSTOP: it keeps its connections and answers nobody. */
  freeze(service: string): Promise<FaultReceipt>;
  thaw(service: string): Promise<FaultReceipt>;
  /** Ends it in good order; it stays down until `start` or a deployment. Returns when it is gone. */
  stop(service: string): Promise<FaultReceipt>;
  /** Returns when it is ready. */
  start(service: string): Promise<FaultReceipt>;
  /** Whether the supervisor starts it again when it ends by itself; `always` at first. Does not start one that is down. */
  restartPolicy(service: string, policy: RestartPolicy): Promise<FaultReceipt>;
  /** Drops every packet to and from it (nftables; root only). */
  cutOff(service: string): Promise<FaultReceipt>;
  reconnect(service: string): Promise<FaultReceipt>;
  /** Leaves no byte free on the disk of a service that has one of its own. */
  fillDisk(service: string): Promise<FaultReceipt>;
  freeDisk(service: string): Promise<FaultReceipt>;
}

/** @param world `monotonic` is the caller's clock, on which receipts tell the moment */
export function createFaults(world: Pick<LocalWorld, 'directory'> & { monotonic(): number }): Faults {
  const inject = async (fault: Fault): Promise<FaultReceipt> => {
    const supervisor = livingSupervisor(layoutOf(world.directory));
    if (supervisor === undefined) throw notDeployed(world.directory);
    const answer = await injectFault(supervisor, fault);
    if ('refused' in answer) throw refused(answer.refused);
    const at = world.monotonic() - (systemMs() - answer.systemMs);
    return { at, wallMs: answer.wallMs, command: answer.command };
  };
  return {
    kill: (service, signal = 'SIGKILL') => inject({ action: 'kill', service, signal }),
    freeze: (service) => inject({ action: 'freeze', service }),
    thaw: (service) => inject({ action: 'thaw', service }),
    stop: (service) => inject({ action: 'stop', service }),
    start: (service) => inject({ action: 'start', service }),
    restartPolicy: (service, policy) => inject({ action: 'restart-policy', service, policy }),
    cutOff: (service) => inject({ action: 'cut-off', service }),
    reconnect: (service) => inject({ action: 'reconnect', service }),
    fillDisk: (service) => inject({ action: 'fill-disk', service }),
    freeDisk: (service) => inject({ action: 'free-disk', service }),
  };
}

export const notDeployed = (directory: string): GomeetError =>
  new GomeetError(`no platform runs here (${directory})`, {
    exitCode: ExitCode.critical,
    code: 'not-deployed',
    hint: 'gomeet deploy --target local',
  });

const refused = ({ code, message, hint }: FaultRefusal): GomeetError =>
  new GomeetError(message, {
    exitCode: code === 'fault-not-possible' ? ExitCode.prerequisite : ExitCode.critical,
    code,
    hint,
  });
