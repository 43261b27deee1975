import { citesOf } from '../claim.ts';
import { eventOf } from '../event-of.ts';
import { LIVEKIT_METRIC } from '../facts.ts';
import { autoscaled, first } from '../pools.ts';
import type { Rule } from '../rule.ts';
import { counted, number } from '../say.ts';

/** Autoscalers: bounds, triggers, and what they must not touch. */
export const autoscalingRules: readonly Rule[] = [
  {
    code: 'GC601',
    severity: 'major',
    title: 'The autoscaler may go below the replicas that the plan counts on',
    why: 'An autoscaler takes the replicas over: its minimum is what is sure to be there.',
    advice: 'Set the minimum to the planned replicas, or plan with the minimum.',
    check: (plan) =>
      autoscaled(plan).flatMap(({ name, replicas, autoscaler }) => {
        const planned = first(replicas);
        if (planned === undefined) return [];
        return (autoscaler?.minimum ?? []).map(({ is, at }) => ({
          text: () => `${name} starts with ${number(planned)} and may shrink to ${number(is)}.`,
          formula: 'minimum',
          inputs: { minimum: is },
          unit: 'pods',
          comparison: '<' as const,
          against: planned,
          cites: [at, ...citesOf(replicas)],
        }));
      }),
  },
  {
    code: 'GC602',
    severity: 'major',
    title: 'CPU is let up to the value at which its target is missed',
    why: 'An autoscaler steers towards its trigger: the load then stands at the edge of the target all day.',
    advice: 'Scale out well below the target, at 50 to 60 %.',
    check: (plan) =>
      plan.kpis.cpuPercent.flatMap((target) =>
        autoscaled(plan).flatMap(({ name, autoscaler }) =>
          (autoscaler?.scaleUpAtCpuPercent ?? []).map(({ is, at }) => ({
            text: () =>
              `${name} scales out above ${number(is)} %; the target is below ${number(target.is)} %.`,
            formula: 'trigger',
            inputs: { trigger: is },
            unit: '%',
            comparison: '>=' as const,
            against: target.is,
            cites: [at, target.at],
          })),
        ),
      ),
  },
  {
    code: 'GC603',
    severity: 'minor',
    title: 'A HorizontalPodAutoscaler has no threshold for scaling down',
    why: 'It computes the replicas from one target and waits out a stabilisation window; it knows no second threshold.',
    advice: 'State the target, behavior.scaleDown and its stabilizationWindowSeconds.',
    check: (plan) =>
      autoscaled(plan).flatMap(({ name, autoscaler }) =>
        (autoscaler?.scaleDownBelowCpuPercent ?? []).map(({ is, at }) => ({
          text: () => `${name} is to scale down below ${number(is)} % CPU.`,
          formula: 'thresholds',
          inputs: { thresholds: 1 },
          unit: 'settings',
          comparison: '>' as const,
          against: 0,
          cites: [at],
        })),
      ),
  },
  {
    code: 'GC604',
    severity: 'critical',
    title: 'Scaling in ends meetings that go on',
    why: 'A meeting lives on one media server; an autoscaler chooses a pod without asking who is on it.',
    advice: 'Scale media out only; take a node away by gomeet drain, when its last meeting has ended.',
    check: (plan, { load }) =>
      autoscaled(plan).flatMap(({ name, part, replicas, autoscaler }) => {
        const pods = first(replicas);
        if (part !== 'media' || pods === undefined) return [];
        return (autoscaler?.scalesInByItself ?? [])
          .filter(({ is }) => is)
          .map(({ at }) => ({
            text: (people: number) =>
              `Each pod of ${name} that is taken away drops ${counted(Math.round(people), 'person', 'people')} at full load.`,
            formula: 'participants / pods',
            inputs: { participants: load(eventOf(plan)).participants, pods },
            unit: 'participants',
            comparison: '>' as const,
            against: 0,
            cites: [at],
          }));
      }),
  },
  {
    code: 'GC605',
    severity: 'major',
    title: 'An autoscaler undoes what a command of the plan sets by hand',
    why: 'kubectl scale on a workload that an autoscaler owns holds until its next look, fifteen seconds at most.',
    advice: 'Change the autoscaler’s minimum instead (gomeet scale).',
    check: (plan) => {
      const owned = autoscaled(plan).map(({ name }) => name);
      return plan.commands.flatMap(({ line, at }) => {
        const scaled = /kubectl scale deployment (\S+)/.exec(line)?.[1];
        return scaled === undefined
          ? []
          : {
              text: () => `"${line}" sets ${scaled}, which has an autoscaler.`,
              formula: 'owners',
              inputs: { owners: owned.filter((name) => name === scaled).length },
              unit: 'autoscalers',
              comparison: '>' as const,
              against: 0,
              cites: [at],
            };
      });
    },
  },
  {
    code: 'GC606',
    severity: 'minor',
    title: 'Everything is said to be autoscaled, and is not',
    why: 'Databases, caches and monitoring keep state: a HorizontalPodAutoscaler does not fit them, and none is given.',
    advice: 'Say which workloads scale, and how the others are made larger.',
    check: ({ cluster: { everythingIsAutoscaled }, workloads }) => {
      const fixed = workloads.filter(({ autoscaler }) => autoscaler === undefined);
      return everythingIsAutoscaled
        .filter(({ is }) => is)
        .slice(0, 1)
        .map(({ at }) => ({
          text: () => `${fixed.map(({ name }) => name).join(', ')} have none.`,
          formula: 'workloadsWithout',
          inputs: { workloadsWithout: fixed.length },
          unit: 'workloads',
          comparison: '>',
          against: 0,
          cites: [at, ...citesOf(...fixed.map(({ replicas }) => replicas))],
        }));
    },
  },
  {
    code: 'GC607',
    severity: 'critical',
    title: 'An autoscaler follows a metric that does not exist',
    why: `LiveKit’s gauge is ${LIVEKIT_METRIC.right}, without a plural: the autoscaler gets no value and does nothing.`,
    advice: `Use ${LIVEKIT_METRIC.right}, through an adapter or KEDA.`,
    check: (plan) =>
      autoscaled(plan).flatMap(({ name, autoscaler }) =>
        (autoscaler?.metric ?? []).map(({ is, at }) => ({
          text: () => `${name} scales by ${is}.`,
          formula: 'unknownMetrics',
          inputs: { unknownMetrics: is === LIVEKIT_METRIC.wrong ? 1 : 0 },
          unit: 'metrics',
          comparison: '>' as const,
          against: 0,
          cites: [at],
        })),
      ),
  },
];
