import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ports } from '../../../src/local/ports.ts';
import { type AlertFault, again } from './alert-fault.ts';
import { blockWay } from './blocked-way.ts';
import { comersOfGroup, room } from './rooms.ts';
import type { WatchedPlatform } from './watched-platform.ts';

/** A group that nobody has: packets of those who run in it are told apart from everybody else's. */
const visitorsGroup = 61_000 + (process.pid % 1_000);

/**
 * Gives a process 5 ms of processor in each 100.
 *
 * @returns what gives it its own again
 */
function starve(processId: number): () => void {
  const groups = '/sys/fs/cgroup/cpu';
  const own = /^\d+:cpu:(.*)$/m.exec(readFileSync(`/proc/${processId}/cgroup`, 'utf8'))?.[1] ?? '/';
  const poor = join(groups, `gomeet-test-${process.pid}`);
  mkdirSync(poor);
  writeFileSync(join(poor, 'cpu.cfs_quota_us'), '5000');
  writeFileSync(join(poor, 'cgroup.procs'), String(processId));
  return () => {
    writeFileSync(join(groups, own, 'cgroup.procs'), String(processId));
    rmdirSync(poor);
  };
}

/** What keeps people's media from them, on the way and in the server. */
export const mediaFaults: readonly AlertFault<WatchedPlatform>[] = [
  {
    title: 'the media server stops reading while two cameras send to it',
    alerts: ['SocketBuffersOverflow'],
    begin: async (platform) => {
      const leave = await room(platform, 6);
      // Half a second frozen, half a second awake: the cameras stay, and each time their datagrams are more than a buffer holds.
      const end = again(async () => {
        await platform.target.faults.freeze('livekit');
        await delay(1_500);
        await platform.target.faults.thaw('livekit');
        await delay(200);
      });
      return async () => {
        await end();
        await leave();
      };
    },
  },
  {
    title: 'the media server gets a twentieth of a core for a room of 12',
    alerts: ['ForwardingSlow'],
    begin: async (platform) => {
      const leave = await room(platform, 12);
      const release = starve(await platform.gomeet.processIdOf('livekit'));
      return async () => {
        release();
        await leave();
      };
    },
  },
  {
    title: 'a firewall lets nothing but web traffic of those who come through',
    alerts: ['JoinsFail'],
    begin: async (platform) => {
      const ports = JSON.parse(
        readFileSync(join(platform.gomeet.folder, '.gomeet/ports.json'), 'utf8'),
      ) as Ports;
      const mediaTcp = ports['livekit-tcp'];
      const overTcp = mediaTcp === undefined ? [] : [`tcp dport ${mediaTcp}`];
      const open = blockWay(visitorsGroup, ['meta l4proto udp', ...overTcp]);
      const end = comersOfGroup(platform, visitorsGroup);
      return async () => {
        await end();
        await open();
      };
    },
  },
];
