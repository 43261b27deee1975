import { ExitCode, GomeetError } from '../../errors.ts';
import { isServing, type MediaPod } from './media-pod.ts';

/** The media servers that a name means: one pod, or all on a node. */
export interface DrainTarget {
  readonly node: string | null;
  readonly pods: readonly MediaPod[];
}

/**
 * @param nodes names of the cluster's nodes
 * @throws GomeetError (usage) for a name that is neither, with the names that are
 */
export function drainTargetOf(
  name: string,
  pods: readonly MediaPod[],
  nodes: readonly string[],
): DrainTarget {
  const pod = pods.find((each) => each.name === name);
  if (pod !== undefined) return { node: null, pods: [pod] };
  if (nodes.includes(name)) return { node: name, pods: pods.filter(({ node }) => node === name) };
  const known = pods.map((each) => (each.node === null ? each.name : `${each.name} (on ${each.node})`));
  throw new GomeetError(
    `${name} is neither a media server nor a node; media servers: ${known.join(', ') || 'none'}`,
    { exitCode: ExitCode.usage, code: 'unknown-media-node', hint: 'gomeet status --target kubernetes' },
  );
}

/**
 * Somebody has to take the rooms that begin meanwhile.
 *
 * @throws GomeetError (conflict) where no other media server would
 */
export function requireAnother(all: readonly MediaPod[], leaving: readonly MediaPod[]): void {
  const isLeaving = new Set(leaving.map(({ uid }) => uid));
  // What is being drained already takes no new rooms: to go on with that changes nothing.
  const takesRooms = leaving.some(isServing);
  if (!takesRooms || all.some((pod) => isServing(pod) && !isLeaving.has(pod.uid))) return;
  throw new GomeetError('no other media server is ready: while this one drains, no meeting could begin', {
    exitCode: ExitCode.conflict,
    code: 'last-media-node',
    hint: 'gomeet scale media 2   first, or allow it: --allow-last',
  });
}
