import { citesOf, distinct } from '../claim.ts';
import { eventOf } from '../event-of.ts';
import { cpuTargetOf, first, mediaPool, networkTargetOf } from '../pools.ts';
import type { Rule } from '../rule.ts';
import { counted, number } from '../say.ts';

/** What the media servers are said to carry against what they have to. */
export const capacityRules: readonly Rule[] = [
  {
    code: 'GC301',
    severity: 'critical',
    title: 'Participants per node times nodes is less than the participants',
    why: 'Everybody has to be on some node.',
    advice:
      'Derive the nodes from the traffic and CPU of a meeting (gomeet plan), not from a number per node.',
    check: (plan, { load }) => {
      const { participants } = load(eventOf(plan));
      return plan.media.participantsPerNode.flatMap((each) =>
        distinct(plan.media.nodes).map(({ is, cites }) => ({
          text: (carried: number) =>
            `${counted(is, 'node')} with ${number(each.is)} people each carry ${number(carried)} of ${number(participants)}.`,
          formula: 'nodes * participantsPerNode',
          inputs: { nodes: is, participantsPerNode: each.is },
          unit: 'participants',
          comparison: '<' as const,
          against: participants,
          cites: [each.at, ...cites],
        })),
      );
    },
  },
  {
    code: 'GC302',
    severity: 'critical',
    title: 'Scaled out as far as it may, the media server does not reach the participants at its own trigger',
    why: 'An autoscaler adds nodes until each is below the trigger; at its maximum it cannot add any more.',
    advice: 'Raise the maximum, or set the trigger by what a node really carries.',
    check: (plan, { load }) => {
      const { participants } = load(eventOf(plan));
      return plan.workloads
        .filter(({ part }) => part === 'media')
        .flatMap(({ autoscaler }) =>
          (autoscaler?.scaleUpAtParticipants ?? []).flatMap((trigger) =>
            distinct(autoscaler?.maximum ?? []).map(({ is, cites }) => ({
              text: (carried: number) =>
                `${number(is)} pods at the trigger of ${number(trigger.is)} people carry ${number(carried)} of ${number(participants)}.`,
              formula: 'maximumPods * triggerParticipants',
              inputs: { maximumPods: is, triggerParticipants: trigger.is },
              unit: 'participants',
              comparison: '<' as const,
              against: participants,
              cites: [trigger.at, ...cites],
            })),
          ),
        );
    },
  },
  {
    code: 'GC303',
    severity: 'major',
    title: 'The scale-up trigger is below one full meeting',
    why: 'A meeting lives on one node: each full one fires the trigger, and the new node relieves nothing.',
    advice: 'Count meetings, traffic or CPU, with a trigger above the largest meeting.',
    check: (plan, { load }) => {
      const { participantsOfLargestMeeting } = load(eventOf(plan));
      return plan.workloads
        .filter(({ part }) => part === 'media')
        .flatMap(({ autoscaler }) => autoscaler?.scaleUpAtParticipants ?? [])
        .map(({ is, at }) => ({
          text: () =>
            `The trigger is ${number(is)} people, the largest meeting has ${number(participantsOfLargestMeeting)}.`,
          formula: 'trigger',
          inputs: { trigger: is },
          unit: 'participants',
          comparison: '<',
          against: participantsOfLargestMeeting,
          cites: [at, ...citesOf(plan.demand.participantsPerMeeting)],
        }));
    },
  },
  {
    code: 'GC304',
    severity: 'critical',
    title: 'The media nodes have too few cores for the meetings',
    why: 'Forwarding costs CPU for every packet in and out; the model is LiveKit’s published benchmark, until a calibration replaces it.',
    advice: 'Take the number of nodes from gomeet plan, and measure it with gomeet loadtest and calibrate.',
    check: (plan, { load }) => {
      const cores = first(mediaPool(plan)?.cores ?? []);
      if (cores === undefined) return [];
      const { coresOfAllMeetings } = load(eventOf(plan));
      return distinct(plan.media.nodes).map(({ is, cites }) => ({
        text: (needed) =>
          `${number(Math.ceil(needed))} cores are needed at ${number(cpuTargetOf(plan) * 100)} % use, ${counted(is, 'node')} have ${number(is * cores)}.`,
        formula: 'coresUsed / target',
        inputs: { coresUsed: coresOfAllMeetings, target: cpuTargetOf(plan) },
        unit: 'cores',
        comparison: '>',
        against: is * cores,
        cites,
      }));
    },
  },
  {
    code: 'GC305',
    severity: 'critical',
    title: 'The largest meeting does not fit the network card of a media node',
    why: 'A room of a LiveKit server cannot be spread over nodes.',
    advice: 'Choose a size with a faster card, fewer or smaller tiles, or smaller meetings.',
    check: (plan, { provider, load }) => {
      const pool = mediaPool(plan);
      const [cores, memoryGiB] = [first(pool?.cores ?? []), first(pool?.memoryGiB ?? [])];
      const shaped = provider.sizes.filter((size) => size.cores === cores && size.memoryGiB === memoryGiB);
      const cheapest = shaped.toSorted((a, b) => a.monthlyUsd - b.monthlyUsd)[0];
      const card = first(pool?.networkGbps ?? []) ?? cheapest?.networkGbps ?? undefined;
      if (card === undefined || pool === undefined) return [];
      return [
        {
          text: (gbps) =>
            `It sends ${number(gbps)} Gbit/s on the wire; ${number(networkTargetOf(plan) * 100)} % of the card of the cheapest such machine${cheapest === undefined ? '' : ` (${cheapest.sku})`} are ${number(card * networkTargetOf(plan))}.`,
          formula: 'meetingGbps',
          inputs: { meetingGbps: load(eventOf(plan)).largestMeetingWireGbps },
          unit: 'Gbit/s',
          comparison: '>',
          against: card * networkTargetOf(plan),
          cites: citesOf(pool.cores, plan.demand.participantsPerMeeting),
        },
      ];
    },
  },
  {
    code: 'GC306',
    severity: 'critical',
    title: 'The largest meeting takes more CPU than one media node may use',
    why: 'A room of a LiveKit server cannot be spread over nodes.',
    advice: 'Choose a size with more cores, or a layout with fewer tiles.',
    check: (plan, { load }) => {
      const cores = mediaPool(plan)?.cores ?? [];
      return cores.slice(0, 1).map(({ is, at }) => ({
        text: (used) =>
          `It takes ${number(used)} cores, ${number((used / is) * 100)} % of a node of ${number(is)}; the target is ${number(cpuTargetOf(plan) * 100)} %.`,
        formula: 'coresUsed',
        inputs: { coresUsed: load(eventOf(plan)).coresOfLargestMeeting },
        unit: 'cores',
        comparison: '>',
        against: is * cpuTargetOf(plan),
        cites: [at, ...citesOf(plan.demand.participantsPerMeeting)],
      }));
    },
  },
  {
    code: 'GC307',
    severity: 'minor',
    title: 'The replicas of the API are based on no load',
    why: 'Without requests or messages a second nobody can say whether sixty pods are too many or too few.',
    advice: 'State the load (joins, requests, chat lines a second) and measure what one pod carries.',
    check: ({ workloads, demand: { requestsPerSecond } }) => {
      const api = workloads.filter(({ part }) => part === 'api');
      return api.length === 0
        ? []
        : [
            {
              text: () =>
                `${counted(
                  api.reduce((sum, { replicas }) => sum + (first(replicas) ?? 0), 0),
                  'pod',
                )} are planned; no load of the API is stated.`,
              formula: 'loadsStated',
              inputs: { loadsStated: requestsPerSecond.length },
              unit: 'figures',
              comparison: '<',
              against: 1,
              cites: citesOf(...api.map(({ replicas }) => replicas)),
            },
          ];
    },
  },
  {
    code: 'GC308',
    severity: 'major',
    title: 'No media node is spare',
    why: 'A node that fails takes its meetings with it, and they need a node to come back on.',
    advice: 'Plan one more than is needed, at least.',
    check: (plan, { load }) => {
      const pool = mediaPool(plan);
      const perNode = first(plan.media.participantsPerNode);
      const { participants } = load(eventOf(plan));
      const nodes = plan.media.nodes[0];
      if (
        pool === undefined ||
        perNode === undefined ||
        nodes === undefined ||
        perNode * nodes.is < participants
      )
        return [];
      return [
        {
          text: (left) =>
            `With one node away the others carry ${number(left)} of ${number(participants)} people.`,
          formula: '(nodes - 1) * participantsPerNode',
          inputs: { nodes: nodes.is, participantsPerNode: perNode },
          unit: 'participants',
          comparison: '<',
          against: participants,
          cites: [nodes.at],
        },
      ];
    },
  },
];
