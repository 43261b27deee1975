import { type Decision, decide } from './decide.ts';
import { type ClusterView, type Credentials, handOver, readCluster } from './patroni.ts';

interface GuardedServer {
  readonly name: string;
  /** Where its Patroni answers. */
  readonly patroniUrl: string;
  /** The folder whose file system must not run full. */
  readonly disk: string;
}

export interface GuardWorld {
  readonly servers: readonly GuardedServer[];
  readonly credentials: Credentials;
  /** What may still be written to the file system of a folder; undefined where that cannot be asked. */
  freeBytes(folder: string): Promise<number | undefined>;
  /** Gets a line whenever something has changed. */
  tell(line: string): void;
}

export interface Guard {
  /** Looks once, and acts where that has to be. Never throws: what went wrong is told. */
  look(): Promise<void>;
  /** Whether the last look saw the servers. */
  readonly sees: boolean;
}

/** A sort that spills to the disk for a moment is no full disk. */
const looksUntilFull = 2;
/** From one attempt to the next: Patroni may still be at work on the last one. */
const looksBetweenAttempts = 15;

/**
 * Watches the disk of the primary. PostgreSQL with a full disk goes on as long as its log has segments, so that Patroni sees a healthy
 * primary while writes are refused; Patroni leaves disks to others on purpose. The guard does what an operator would do: a switchover
 * to the synchronous standby, by which nothing acknowledged is lost.
 */
export function createGuard({ servers, credentials, freeBytes, tell }: GuardWorld): Guard {
  let sees = false;
  let fullLooks = 0;
  let looksToWait = 0;
  let lastTold = '';

  const tellOnce = (line: string): void => {
    if (line !== lastTold && line !== '') tell(line);
    lastTold = line;
  };

  const readDisks = async (): Promise<ReadonlyMap<string, number | undefined>> =>
    new Map(
      await Promise.all(
        servers.map(async ({ name, disk }) => [name, await freeBytes(disk)] as [string, number | undefined]),
      ),
    );

  const act = async ({ toldBy }: ClusterView, decision: Decision): Promise<void> => {
    if (decision.act === 'nothing') {
      fullLooks = 0;
      return tellOnce('');
    }
    fullLooks += 1;
    if (fullLooks < looksUntilFull) return;
    if (decision.act === 'stay')
      return tellOnce(`${decision.primary} stays primary although its disk is full: ${decision.why}`);
    looksToWait = looksBetweenAttempts;
    const { from, to } = decision;
    tell(`the disk of ${from} is full (${decision.freeBytes} bytes left): it hands over to ${to}`);
    tellOnce(await handOver(toldBy, credentials, decision).catch((error: Error) => error.message));
  };

  return {
    get sees() {
      return sees;
    },
    async look() {
      const view = await readCluster(servers.map(({ patroniUrl }) => patroniUrl)).catch((error: Error) => {
        tellOnce(`no Patroni says who is primary: ${error.message}`);
      });
      sees = view !== undefined;
      looksToWait = Math.max(0, looksToWait - 1);
      if (view === undefined || view.isPaused || looksToWait > 0) return;
      const free = await readDisks();
      await act(
        view,
        decide(view.members, (name) => free.get(name)),
      );
    },
  };
}
