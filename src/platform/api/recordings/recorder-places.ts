import { resolveSrv } from 'node:dns/promises';
import { z } from 'zod';
import { EngineUnavailableError } from './recording-engine.ts';

/** Looks up the servers behind a service's name. */
export type ResolveService = (name: string) => Promise<readonly { name: string; port: number }[]>;

/** Where recorders are. Each keeps what it recorded itself, so a recording's name says which one has it: `<id>@<host:port>`. */
export interface RecorderPlaces {
  /** Addresses of those with room for one more recording, the emptiest first. @throws when none can be asked. */
  withRoom(): Promise<readonly string[]>;
  /** Addresses at which a recording may be: the one in its name, or all where the name has none. */
  of(engineId: string): Promise<readonly string[]>;
  /** What a recording at this address is called. */
  nameAt(address: string, id: string): string;
}

const healthSchema = z.object({ capacity: z.int(), running: z.int() });
const healthTimeoutMs = 2000;

/** @param url of one recorder, or `srv://` and the name of the DNS records that list them all. */
export function recorderPlaces(url: string, resolve: ResolveService = resolveSrv): RecorderPlaces {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'srv:')
    return {
      withRoom: async () => [url],
      of: async () => [url],
      nameAt: (_address, id) => id,
    };

  async function all(): Promise<string[]> {
    try {
      return (await resolve(hostname)).map(({ name, port }) => `http://${name}:${port}`).sort();
    } catch (error) {
      throw new EngineUnavailableError('No recorder is known by name.', { cause: error });
    }
  }

  return {
    async withRoom() {
      const asked = await Promise.all((await all()).map(askRoom));
      const answered = asked.filter(({ room }) => room !== undefined);
      if (answered.length === 0) throw new EngineUnavailableError('No recorder answers.');
      // One that is full is asked all the same when all are: its refusal says when to come back.
      return answered.sort((a, b) => (b.room ?? 0) - (a.room ?? 0)).map(({ address }) => address);
    },
    async of(engineId) {
      const place = engineId.split('@')[1];
      return place === undefined ? all() : [`http://${place}`];
    },
    nameAt: (address, id) => `${id}@${new URL(address).host}`,
  };
}

interface Asked {
  readonly address: string;
  /** Undefined where it does not answer. */
  readonly room: number | undefined;
}

async function askRoom(address: string): Promise<Asked> {
  try {
    const answer = await fetch(new URL('/health', address), { signal: AbortSignal.timeout(healthTimeoutMs) });
    const { capacity, running } = healthSchema.parse(await answer.json());
    return { address, room: capacity - running };
  } catch {
    return { address, room: undefined };
  }
}
