import type { Role, Step } from '../../../src/drills/drill.ts';
import { randomOf } from '../../../src/planning/random.ts';

/** One thing that is broken in a minute of the soak, and mended within it. */
export interface SoakFault {
  readonly name: string;
  readonly steps: readonly Step[];
}

const instances = (name: string, count: number): readonly Role[] =>
  Array.from({ length: count }, (_, index): Role => `service ${name}-${index + 1}`);

const killed: readonly Role[] = [
  'postgres-primary',
  'postgres-replica',
  'redis-master',
  'media-node',
  ...instances('api', 3),
  ...instances('redis', 3),
  ...instances('sentinel', 3),
  'service haproxy',
  'service pgbouncer',
  'service etcd',
  'service coturn',
];
const frozen: readonly Role[] = ['postgres-primary', 'postgres-replica', 'redis-master', 'api-worker'];
const cutOff: readonly Role[] = ['postgres-primary', 'postgres-replica', 'redis-master'];

/** Longer than the lease of PostgreSQL's primary (15 s) and than the Sentinels' patience: somebody else takes over. */
const hamperedForMs = 20_000;

const hampered = (act: 'freeze' | 'cut-off', who: Role): SoakFault => ({
  name: `${act} ${who}`,
  steps: [
    { act, who },
    { act: 'wait', ms: hamperedForMs },
    { act: 'mend', what: act },
  ],
});

const faults: readonly SoakFault[] = [
  ...killed.map((who): SoakFault => ({ name: `kill ${who}`, steps: [{ act: 'kill', who }] })),
  ...frozen.map((who) => hampered('freeze', who)),
  ...cutOff.map((who) => hampered('cut-off', who)),
];

/** As many faults, drawn evenly; the same for the same seed. */
export function faultSchedule(seed: number, count: number): readonly SoakFault[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, () => faults[Math.floor(random() * faults.length)] as SoakFault);
}
