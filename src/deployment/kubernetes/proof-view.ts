import type { Proof, ProofPool, ProofScenario, Unplaced } from './proof.ts';

const GIB = 2 ** 30;

/** What a proof found: pools, scenarios, and of each workload without a node the arithmetic. */
export function proofView({ title, scheduler, pools, scenarios, holds }: Proof): string {
  return [
    `${title}, by kube-scheduler ${scheduler}`,
    '',
    ...pools.map(poolLine),
    '',
    ...scenarios.flatMap(scenarioLines),
    '',
    holds ? 'It fits.' : 'It does not fit.',
  ].join('\n');
}

const poolLine = ({ id, nodes, allocatableCores, allocatableMemoryBytes, spareNodes }: ProofPool): string =>
  `  pool ${id.padEnd(8)} ${String(nodes).padStart(4)} nodes${spareNodes > 0 ? `, ${spareNodes} of them spare` : ''}; each has ${allocatableCores.toFixed(2)} cores and ${(allocatableMemoryBytes / GIB).toFixed(1)} GiB for pods`;

const scenarioLines = ({ title, pods, placed, holds, unplaced }: ProofScenario): string[] => [
  `${holds ? '✓' : '✗'} ${title}: ${placed} of ${pods} pods have a node`,
  ...unplaced.flatMap(unplacedLines),
];

/** Of one pod, and of several. */
const WORDS: Readonly<Record<Unplaced['kind'], readonly [string, string]>> = {
  never: ['pod never fits', 'pods never fit'],
  'no-room': ['pod finds no room', 'pods find no room'],
  spare: ['pod is not needed', 'pods are not needed'],
  refused: ['pod is refused', 'pods are refused'],
};

const unplacedLines = ({ workload, pods, kind, arithmetic, scheduler }: Unplaced): string[] => [
  `    ${workload}: ${pods} ${WORDS[kind][pods === 1 ? 0 : 1]}: ${arithmetic}`,
  ...(scheduler === '' || kind === 'spare' ? [] : [`      the scheduler: ${scheduler}`]),
];
