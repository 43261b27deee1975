import { z } from 'zod';
import type { Member } from './decide.ts';

/** Asked for where something is changed. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export interface ClusterView {
  /** The Patroni that told it. */
  readonly toldBy: string;
  readonly members: readonly Member[];
  /** An operator has told Patroni to keep its hands off. */
  readonly isPaused: boolean;
}

/** Patroni answers from etcd, which may be slow to answer on a busy machine. */
const lookWithinMs = 2_000;
/** Patroni itself waits up to 20 s for the new primary, then answers that it does not know. */
const handOverWithinMs = 30_000;

const clusterSchema = z.object({
  members: z.array(z.object({ name: z.string(), role: z.string(), state: z.string() })),
  pause: z.boolean().default(false),
});

/**
 * What the first Patroni that answers knows of all servers.
 *
 * @throws Error with what the last one said, when none answers
 */
export async function readCluster(urls: readonly string[]): Promise<ClusterView> {
  let problem: unknown = new Error('no Patroni is named');
  for (const url of urls) {
    try {
      const response = await fetch(`${url}/cluster`, { signal: AbortSignal.timeout(lookWithinMs) });
      const { members, pause } = clusterSchema.parse(await response.json());
      return { toldBy: url, members, isPaused: pause };
    } catch (error) {
      problem = error;
    }
  }
  throw problem;
}

/**
 * Has the primary hand its place over: Patroni stops it in good order first, and lets nobody but that standby follow it.
 *
 * @param url of any Patroni
 * @returns what it says when somebody else is primary
 * @throws Error with what it says otherwise; it has then changed nothing, or does not know yet
 */
export async function handOver(
  url: string,
  { user, password }: Credentials,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<string> {
  const response = await fetch(`${url}/switchover`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ leader: from, candidate: to }),
    signal: AbortSignal.timeout(handOverWithinMs),
  });
  const said = (await response.text()).trim();
  if (!response.ok) throw new Error(`Patroni does not hand over (${response.status}): ${said}`);
  return said;
}
