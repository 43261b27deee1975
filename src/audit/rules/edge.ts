import { citesOf, valuesOf } from '../claim.ts';
import { eventOf } from '../event-of.ts';
import { LOAD_BALANCER_NODE } from '../facts.ts';
import { first } from '../pools.ts';
import type { Rule } from '../rule.ts';
import { counted, number } from '../say.ts';

/** The load balancer and the gateway behind it. */
export const edgeRules: readonly Rule[] = [
  {
    code: 'GC220',
    severity: 'critical',
    title: 'The load balancer holds fewer connections than the participants open',
    why: 'A node of DigitalOcean’s load balancer holds 10,000 connections at once.',
    advice: 'Add nodes, let the media servers’ own signalling bypass it, or use a network load balancer.',
    check: (plan, { load }) => {
      const [nodes, each] = [plan.edge.loadBalancerNodes[0], plan.edge.connectionsPerParticipant[0]];
      if (nodes === undefined || each === undefined) return [];
      const { participants } = load(eventOf(plan));
      return [
        {
          text: (connections) =>
            `${number(participants)} people with ${number(each.is)} connections each open ${number(connections)}; ${counted(nodes.is, 'node')} hold ${number(nodes.is * LOAD_BALANCER_NODE.connections)}.`,
          formula: 'participants * connectionsEach',
          inputs: { participants, connectionsEach: each.is },
          unit: 'connections',
          comparison: '>',
          against: nodes.is * LOAD_BALANCER_NODE.connections,
          cites: citesOf(plan.edge.loadBalancerNodes, plan.edge.connectionsPerParticipant),
        },
      ];
    },
  },
  {
    code: 'GC221',
    severity: 'major',
    title: 'The load balancer cannot shake hands as fast as people join',
    why: 'A node ends 250 new TLS connections a second (50 with RSA of 4,096 bits); the others wait or fail.',
    advice: 'End TLS behind it, add nodes, or spread the joins.',
    check: (plan, { load }) => {
      const [nodes, each] = [plan.edge.loadBalancerNodes[0], plan.edge.connectionsPerParticipant[0]];
      const endsTls = plan.edge.tlsEndsAt.filter(({ is }) => is === 'load-balancer');
      if (nodes === undefined || each === undefined || endsTls.length === 0) return [];
      const { participants, joinSeconds } = load(eventOf(plan));
      return [
        {
          text: (rate) =>
            `${number(participants)} people who join within ${number(joinSeconds)} s need ${number(rate)} handshakes a second; ${counted(nodes.is, 'node')} do ${number(nodes.is * LOAD_BALANCER_NODE.handshakesPerSecond)}.`,
          formula: 'participants * connectionsEach / joinSeconds',
          inputs: { participants, connectionsEach: each.is, joinSeconds },
          unit: 'handshakes/s',
          comparison: '>',
          against: nodes.is * LOAD_BALANCER_NODE.handshakesPerSecond,
          cites: citesOf(plan.edge.loadBalancerNodes, endsTls),
        },
      ];
    },
  },
  {
    code: 'GC222',
    severity: 'major',
    title: 'Sticky cookies are wanted from a load balancer that is to pass TLS through',
    why: 'A cookie can be set only where HTTP is read; a gateway that ends TLS needs TCP passed through. It is one or the other.',
    advice: 'Drop the sticky cookies: any node relays signalling, and sessions live in Redis.',
    check: ({ edge: { stickyCookies, tlsEndsAt, proxyProtocol } }) => {
      const sticky = stickyCookies.filter(({ is }) => is);
      const passed = tlsEndsAt.filter(({ is }) => is !== 'load-balancer');
      return sticky.length === 0
        ? []
        : [
            {
              text: () =>
                'Cookies need the load balancer to read HTTP, TLS that ends behind it forbids that.',
              formula: 'wantsHttp * wantsPassThrough',
              inputs: { wantsHttp: sticky.length, wantsPassThrough: passed.length },
              unit: 'contradictions',
              comparison: '>',
              against: 0,
              cites: citesOf(sticky, passed, proxyProtocol),
            },
          ];
    },
  },
  {
    code: 'GC223',
    severity: 'minor',
    title: 'Sticky cookies do not stick to a pod',
    why: 'DigitalOcean’s cookies stick to a node; without externalTrafficPolicy Local the node passes the request on to any pod.',
    advice: 'Drop the sticky cookies, or set externalTrafficPolicy: Local beside them.',
    check: ({ edge: { stickyCookies, externalTrafficPolicy } }) =>
      stickyCookies
        .filter(({ is }) => is)
        .map(({ at }) => ({
          text: () => 'Cookies are asked for; externalTrafficPolicy: Local is nowhere.',
          formula: 'localPolicies',
          inputs: { localPolicies: externalTrafficPolicy.filter(({ is }) => is === 'Local').length },
          unit: 'settings',
          comparison: '<',
          against: 1,
          cites: [at],
        })),
  },
  {
    code: 'GC224',
    severity: 'minor',
    title: 'The load balancer’s algorithm is a setting without effect',
    why: 'do-loadbalancer-algorithm is deprecated: the cloud controller ignores it.',
    advice: 'Remove it; spread sockets by closing them over time instead.',
    check: ({ edge: { algorithm } }) => [
      {
        text: () => `${valuesOf(algorithm).join(', ')} is set and ignored.`,
        formula: 'settings',
        inputs: { settings: algorithm.length },
        unit: 'settings',
        comparison: '>',
        against: 0,
        cites: citesOf(algorithm),
      },
    ],
  },
  {
    code: 'GC225',
    severity: 'major',
    title: 'TLS is promised everywhere and ends at the load balancer',
    why: 'What a load balancer has decrypted travels on as plain text, unless it is encrypted again.',
    advice: 'End TLS at the gateway, or say that the way behind the load balancer is a private network.',
    check: ({ edge: { isEncryptedThroughout, tlsEndsAt } }) => {
      const ends = tlsEndsAt.filter(({ is }) => is === 'load-balancer');
      return isEncryptedThroughout
        .filter(({ is }) => is)
        .map(({ at }) => ({
          text: () => 'The hop between load balancer and gateway is the one that is left open.',
          formula: 'openHops',
          inputs: { openHops: ends.length },
          unit: 'hops',
          comparison: '>',
          against: 0,
          cites: [at, ...citesOf(ends)],
        }));
    },
  },
  {
    code: 'GC226',
    severity: 'major',
    title: 'The load balancer does not outlive the loss of a node',
    why: 'When one node is replaced the others have to take its connections.',
    advice: 'Plan one node more than the connections need.',
    check: (plan, { load }) => {
      const each = first(plan.edge.connectionsPerParticipant);
      const { participants } = load(eventOf(plan));
      return plan.edge.loadBalancerNodes.slice(0, 1).flatMap(({ is, at }) =>
        // Where all nodes together are too few, GC220 says so.
        each === undefined || is * LOAD_BALANCER_NODE.connections < participants * each
          ? []
          : {
              text: (left: number) =>
                `With one of ${counted(is, 'node')} away ${number(left)} connections find a place; ${number(participants * each)} are open.`,
              formula: '(nodes - 1) * connectionsPerNode',
              inputs: { nodes: is, connectionsPerNode: LOAD_BALANCER_NODE.connections },
              unit: 'connections',
              comparison: '<' as const,
              against: participants * each,
              cites: [at],
            },
      );
    },
  },
];
