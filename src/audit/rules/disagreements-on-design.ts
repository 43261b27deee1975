import { answersDisagree, numbersDisagree } from '../disagreement.ts';
import type { Rule } from '../rule.ts';

const listed = <Value>(claims: readonly { readonly is: readonly Value[]; readonly at: string }[]) =>
  claims.map(({ is, at }) => ({ is: [...is].sort().join(' '), at }));

const twoBuilds = 'Whoever builds from one document builds something else than who builds from another.';

/** Decisions that a plan takes more than once. */
export const designDisagreements: readonly Rule[] = [
  answersDisagree(
    {
      code: 'GC805',
      severity: 'major',
      about: 'who runs the database',
      why: 'Self-hosted and managed differ in price, backup, sharding, connections and in every command.',
      advice: 'Decide (plan.database in gomeet.yaml), and drop the other’s manifests.',
    },
    ({ data }) => data.manager,
  ),
  answersDisagree(
    {
      code: 'GC808',
      severity: 'major',
      about: 'who runs Redis',
      why: twoBuilds,
      advice: 'Decide together with the database.',
    },
    ({ cache }) => cache.manager,
  ),
  answersDisagree(
    {
      code: 'GC810',
      severity: 'critical',
      about: 'the region',
      why: 'From Singapore to New York a packet takes over 200 ms, more than the whole target for video latency.',
      advice: 'Deploy where the participants are, and let every document take the region from gomeet.yaml.',
    },
    ({ cluster }) => cluster.region,
  ),
  answersDisagree(
    {
      code: 'GC811',
      severity: 'minor',
      about: 'the domains',
      why: 'A name without a record, or without a certificate, answers nobody.',
      advice: 'Keep one list, from which records and certificates are made.',
    },
    ({ edge }) => listed(edge.domains),
  ),
  answersDisagree(
    {
      code: 'GC812',
      severity: 'critical',
      about: 'the media server',
      why: 'A server of one’s own on Pion and LiveKit differ in protocol, clients, scaling and months of work.',
      advice: 'Decide for one; everything that is sized here is LiveKit.',
    },
    ({ media }) => media.server,
  ),
  answersDisagree(
    {
      code: 'GC813',
      severity: 'minor',
      about: 'the gateway',
      why: twoBuilds,
      advice: 'Keep the one that the manifests deploy.',
    },
    ({ edge }) => edge.gateway,
  ),
  answersDisagree(
    {
      code: 'GC815',
      severity: 'major',
      about: 'who issues the certificates',
      why: 'Two issuers fight over one name, and one of them renews a certificate that nobody serves.',
      advice: 'Let cert-manager or the load balancer own them, not both.',
    },
    ({ edge }) => edge.certificatesFrom,
  ),
  answersDisagree(
    {
      code: 'GC816',
      severity: 'major',
      about: 'where TLS ends',
      why: 'Load balancer and gateway cannot both end the same connection.',
      advice: 'End it at the gateway: it needs the path and the client’s address.',
    },
    ({ edge }) => edge.tlsEndsAt,
  ),
  answersDisagree(
    {
      code: 'GC818',
      severity: 'minor',
      about: 'where recordings are kept',
      why: 'A volume belongs to one node of one region; object storage to all, at a fifth of the price.',
      advice: 'Keep them in object storage.',
    },
    ({ cluster }) => cluster.recordingStore,
  ),
  answersDisagree(
    {
      code: 'GC819',
      severity: 'minor',
      about: 'the namespaces',
      why: 'Production and staging in one namespace share quotas, secrets and mistakes.',
      advice: 'Give each environment a namespace, better a cluster.',
    },
    ({ cluster }) => listed(cluster.namespaces),
  ),
  answersDisagree(
    {
      code: 'GC820',
      severity: 'major',
      about: 'the provider',
      why: 'Prices, limits, annotations and managed services are the provider’s own.',
      advice: 'Name one; compare the others by gomeet cost --compare.',
    },
    ({ cluster }) => cluster.provider,
  ),
  numbersDisagree(
    {
      code: 'GC822',
      severity: 'minor',
      about: 'the target for response times',
      unit: 'ms',
      why: 'A test that passes by one is missed by the other.',
      advice: 'State one, with its percentile.',
    },
    ({ kpis }) => kpis.responseMs,
  ),
  {
    code: 'GC824',
    severity: 'note',
    title: 'More roles have to approve than people work on it',
    why: 'A review by somebody who does not exist does not happen.',
    advice: 'Name the people, and who stands in for whom.',
    check: ({ team: { people, roles } }) =>
      people.flatMap((team) =>
        roles.map(({ is, at }) => ({
          text: () => `${is.join(', ')} approve the work of ${team.is}.`,
          formula: 'roles',
          inputs: { roles: is.length },
          unit: 'roles',
          comparison: '>' as const,
          against: team.is,
          cites: [at, team.at],
        })),
      ),
  },
];
