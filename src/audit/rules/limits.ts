import { citesOf } from '../claim.ts';
import { eventOf } from '../event-of.ts';
import { MANAGED_POSTGRES, REDIS_CONNECTIONS_PER_POD } from '../facts.ts';
import { first } from '../pools.ts';
import type { Rule } from '../rule.ts';
import { counted, number } from '../say.ts';

const total = (workloads: readonly { replicas: readonly { is: number }[] }[]): number =>
  workloads.reduce((sum, { replicas }) => sum + (first(replicas) ?? 0), 0);

/** Limits that are set, against what will run into them. */
export const limitRules: readonly Rule[] = [
  {
    code: 'GC501',
    severity: 'critical',
    title: 'The API’s pools hold more connections than the pooler takes',
    why: 'Each replica fills its own pool under load; those who come last are refused.',
    advice: 'Divide the pooler’s connections by the replicas, and leave some for migrations and people.',
    check: ({ workloads, data: { poolPerReplica, poolerConnections } }) => {
      const api = workloads.filter(({ part }) => part === 'api' || part === 'relay');
      const [pool, pooler] = [poolPerReplica[0], poolerConnections[0]];
      if (pool === undefined || pooler === undefined) return [];
      return [
        {
          text: (connections) =>
            `${counted(total(api), 'replica')} with pools of ${number(pool.is)} open ${number(connections)} connections; the pooler takes ${number(pooler.is)}.`,
          formula: 'replicas * poolPerReplica',
          inputs: { replicas: total(api), poolPerReplica: pool.is },
          unit: 'connections',
          comparison: '>',
          against: pooler.is,
          cites: citesOf([pool, pooler], ...api.map(({ replicas }) => replicas)),
        },
      ];
    },
  },
  {
    code: 'GC502',
    severity: 'major',
    title: 'A load test from one place is throttled by the rate limit before it reaches its load',
    why: 'A limit for each source takes a load generator, or an office behind one address, for one client.',
    advice: 'Count by account beside the address, and exempt the generators for the length of the test.',
    check: ({ limits: { webSocketsPerMinutePerSource }, loadTests }) =>
      webSocketsPerMinutePerSource.flatMap((limit) =>
        loadTests
          .filter(({ target }) => target === 'websocket')
          .map(({ name, virtualUsers, minutes, at }) => ({
            text: (needed: number) =>
              `${name} needs ${number(needed)} minutes to open ${number(virtualUsers)} sockets at ${number(limit.is)} a minute, and runs for ${number(minutes)}.`,
            formula: 'sockets / socketsPerMinute',
            inputs: { sockets: virtualUsers, socketsPerMinute: limit.is },
            unit: 'min',
            comparison: '>' as const,
            against: minutes,
            cites: [limit.at, at],
          })),
      ),
  },
  {
    code: 'GC503',
    severity: 'major',
    title: 'A meeting takes fewer people by default than the plan is for',
    why: 'Nobody raises a limit that he does not know of until the eleventh person is refused.',
    advice: 'Make the default the largest meeting that the plan carries.',
    check: (plan, { load }) =>
      plan.limits.participantsPerMeetingByDefault.map(({ is, at }) => ({
        text: () => `The default is ${number(is)}, a planned meeting has more.`,
        formula: 'defaultLimit',
        inputs: { defaultLimit: is },
        unit: 'participants',
        comparison: '<',
        against: load(eventOf(plan)).participantsOfLargestMeeting,
        cites: [at, ...citesOf(plan.demand.participantsPerMeeting)],
      })),
  },
  {
    code: 'GC504',
    severity: 'minor',
    title: 'Redis is sized by participants, who never connect to it',
    why: 'The clients of Redis are pods with a few connections each; participants are on WebSockets.',
    advice: 'Count pods times pool, and size Redis by messages a second and memory.',
    check: ({ workloads, cache: { clientConnections } }) => {
      const clients = workloads.filter(({ part }) => part === 'api' || part === 'media');
      return clientConnections.slice(0, 1).flatMap(({ is }) =>
        clients.length === 0
          ? []
          : {
              text: (each: number) =>
                `${number(is)} connections are ${number(each)} from each of ${counted(total(clients), 'pod')}.`,
              formula: 'connections / clientPods',
              inputs: { connections: is, clientPods: total(clients) },
              unit: 'connections/pod',
              comparison: '>' as const,
              against: REDIS_CONNECTIONS_PER_POD,
              cites: citesOf(clientConnections),
            },
      );
    },
  },
  {
    code: 'GC505',
    severity: 'major',
    title: 'The managed database takes fewer connections than the plan opens',
    why: 'Managed PostgreSQL allows 25 connections for each GiB of memory, less three for its own.',
    advice: 'Pool in transaction mode, and size the pool by cores, not by clients.',
    check: ({ data: { manager, serverConnections, serverMemoryGiB } }) => {
      const managed = manager.filter(({ is }) => is === 'managed');
      const memory = serverMemoryGiB[0];
      if (managed.length === 0 || memory === undefined) return [];
      return serverConnections.map(({ is, at }) => ({
        text: (allowed) => `${number(is)} are counted on; ${number(memory.is)} GiB allow ${number(allowed)}.`,
        formula: 'memoryGiB * connectionsPerGiB - reserved',
        inputs: { memoryGiB: memory.is, ...MANAGED_POSTGRES },
        unit: 'connections',
        comparison: '<',
        against: is,
        cites: [at, memory.at, ...citesOf(managed)],
      }));
    },
  },
  {
    code: 'GC506',
    severity: 'major',
    title: 'No load test of the media reaches the planned load',
    why: 'What was never loaded is not known to hold: one room of 500 says nothing of a hundred.',
    advice:
      'Test one full node, then two at once, and let the model carry it on (gomeet loadtest rooms, calibrate).',
    check: (plan, { load }) => {
      const ofMedia = plan.loadTests.filter(({ target }) => target === 'media' || target === 'all');
      if (ofMedia.length === 0) return [];
      const { participants } = load(eventOf(plan));
      return [
        {
          text: (users) => `The largest test has ${number(users)} users, the plan ${number(participants)}.`,
          formula: 'largestTest',
          inputs: { largestTest: Math.max(...ofMedia.map(({ virtualUsers }) => virtualUsers)) },
          unit: 'participants',
          comparison: '<',
          against: participants,
          cites: citesOf(ofMedia),
        },
      ];
    },
  },
  {
    code: 'GC507',
    severity: 'critical',
    title: 'The load test of the media sends no media',
    why: 'k6 speaks HTTP and WebSocket; its core has no WebRTC, so its virtual users receive no picture.',
    advice: 'Use gomeet loadtest room, whose participants publish and receive RTP.',
    check: ({ loadTests }) =>
      loadTests
        .filter(({ target, tool }) => target === 'media' && tool === 'k6')
        .map(({ name, virtualUsers, at }) => ({
          text: () => `${name} has ${counted(virtualUsers, 'virtual user')} without a media stream.`,
          formula: 'usersWithoutMedia',
          inputs: { usersWithoutMedia: virtualUsers },
          unit: 'users',
          comparison: '>',
          against: 0,
          cites: [at],
        })),
  },
];
