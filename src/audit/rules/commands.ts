import type { Rule } from '../rule.ts';
import { matching, offending } from './configuration.ts';

/** Commands that do not do what the plan says they do. */
export const commandRules: readonly Rule[] = [
  {
    code: 'GC720',
    severity: 'minor',
    title: 'A query names a column that PostgreSQL renamed',
    why: 'pg_stat_statements has mean_exec_time since PostgreSQL 13; mean_time is an error.',
    advice: 'Ask for mean_exec_time.',
    check: (plan) => [offending('queries', matching(plan, /\bmean_time\b.*\bpg_stat_statements\b/i))],
  },
  {
    code: 'GC721',
    severity: 'minor',
    title: 'Certificate objects are asked for that nothing creates',
    why: 'The kind exists only with cert-manager; Traefik keeps its own certificates in a file.',
    advice: 'Choose one owner of certificates, and look at that.',
    check: (plan) => {
      const owners = new Set(plan.edge.certificatesFrom.map(({ is }) => is));
      const isOnlyOwner = owners.size === 1 && owners.has('cert-manager');
      return [
        offending('commands', isOnlyOwner ? [] : matching(plan, /kubectl (get|describe) certificates?\b/)),
      ];
    },
  },
  {
    code: 'GC722',
    severity: 'critical',
    title: 'The rollback deletes everything',
    why: 'kubectl delete -f . removes the namespace, and with it the volumes: there is nothing left to roll back.',
    advice: 'Roll back to a recorded revision (gomeet rollback), which says first what it cannot undo.',
    check: (plan) => [offending('commands', matching(plan, /kubectl delete -f \.(\s|$)/))],
  },
  {
    code: 'GC723',
    severity: 'major',
    title: 'Manifests are restored from a folder that nothing fills',
    why: 'A backup that no command of the plan makes is not there when it is needed.',
    advice: 'Record each revision when it is applied.',
    check: (plan) => {
      const restores = matching(plan, /kubectl apply -f backup\//);
      const makes = matching(plan, />\s*backup\/|--output-directory[= ]backup/);
      return [offending('restores', makes.length > 0 ? [] : restores)];
    },
  },
  {
    code: 'GC724',
    severity: 'major',
    title: 'A shell is opened in a database that the provider runs',
    why: 'A managed database has no pod to exec into.',
    advice: 'Connect with psql from a pod, with the address and certificate of the managed database.',
    check: (plan) => {
      const isManaged = plan.data.manager.some(({ is }) => is === 'managed');
      return [offending('commands', isManaged ? matching(plan, /kubectl exec postgres/) : [])];
    },
  },
  {
    code: 'GC725',
    severity: 'major',
    title: 'Secrets are applied before the namespace that they belong to',
    why: 'An object of a namespace that does not exist is refused.',
    advice: 'Apply the namespace first.',
    check: ({ commands }) => {
      const secrets = commands.findIndex(({ line }) => /apply -f secrets\.yaml/.test(line));
      const namespace = commands.findIndex(({ line }) => /apply -f namespace\.yaml/.test(line));
      if (secrets === -1 || namespace === -1) return [];
      return [
        {
          text: () => 'The secrets come first in the order of deployment.',
          formula: 'secretsStep - namespaceStep',
          inputs: { secretsStep: secrets, namespaceStep: namespace },
          unit: 'steps',
          comparison: '<',
          against: 0,
          cites: [commands[secrets], commands[namespace]].flatMap((command) => command?.at ?? []),
        },
      ];
    },
  },
  {
    code: 'GC726',
    severity: 'minor',
    title: 'Pods of a Deployment are called by numbers',
    why: 'Only a StatefulSet numbers its pods; those of a Deployment end in a random suffix.',
    advice: 'Name the pod by its label, or make it a StatefulSet and scale that.',
    check: (plan) => {
      const scaled = plan.commands.flatMap(({ line }) => /scale deployment (\S+)/.exec(line)?.[1] ?? []);
      return [
        offending(
          'commands',
          matching(plan, /kubectl exec \S+-\d+\b/).filter(({ line }) =>
            scaled.some((name) => new RegExp(`exec ${name}-\\d+\\b`).test(line)),
          ),
        ),
      ];
    },
  },
  {
    code: 'GC727',
    severity: 'minor',
    title: 'LiveKit is asked for a page that it does not have',
    why: 'livekit-server answers its health on / (200, or 406 while it has no fresh statistics); /health is 404.',
    advice: 'Ask for /, and do not let liveness depend on it: it fails when Redis is away.',
    check: (plan) => [offending('commands', matching(plan, /:7880\/health\b/))],
  },
];
