import type { Load } from '../loadtest/load.ts';
import { roomLoad } from '../loadtest/room/load.ts';
import type { NetworkFace } from '../loadtest/room/network.ts';
import { callProfile } from '../loadtest/room/profiles.ts';
import type { CallPath } from './call-check.ts';

const kinds = { tcp: 'tcp', 'turn-udp': 'turn', 'turn-tls': 'turns' } as const;

/**
 * The network that both have on a path: it has that one way, and no other to fall back to. A TURN server is the one that LiveKit
 * names to those who join, with the account that it makes for them.
 *
 * @param authority PEM file of whom to trust over TLS; whom this machine trusts when left out
 */
export function facesOf(path: CallPath, authority?: string): readonly NetworkFace[] {
  if (path === 'direct') return [];
  return [{ kind: kinds[path], share: 1, ...(path === 'turn-tls' && authority && { authority }) }];
}

/**
 * A call of two, long enough for the other to see frames: 5 s of the 180p layer are 75 of them.
 *
 * @param faces the network that both have; none is the direct way over UDP
 */
export const callOver = (faces: readonly NetworkFace[]): Load =>
  roomLoad(
    {
      participants: 2,
      publishers: 1,
      microphones: 1,
      layout: 'grid-25',
      durationSeconds: 5,
      joinRatePerSecond: 2,
      room: 'Health check',
      ...(faces.length > 0 && { faces }),
    },
    callProfile,
  );

export const callLoad = callOver([]);
