/**
 * `npm run bench:plan`: how long a plan takes, from the event to its document: the reference event, 10,000 meetings of different
 * sizes, and 10,000 draws with a bill for each. Targets: 100 ms and 2 s. `npm run bench:plan -- 20`: repetitions.
 */
import { buildPlan } from '../../src/planning/build-plan.ts';
import { simulatePlan } from '../../src/planning/simulate-plan.ts';
import { simulateCost } from '../../src/pricing/simulate-cost.ts';
import { catalogue, planInputs } from './plan-inputs.ts';

const repetitions = Number(process.argv[2] ?? 9);

/** 500 different sizes, each with its own count, and 10,000 of them all different where everybody only listens. */
const manySizes = planInputs({
  meetings: Array.from({ length: 10_000 }, (_, index) => ({ count: 1, participants: 2 + (index % 499) })),
});
const allDifferent = planInputs({
  meetings: Array.from({ length: 10_000 }, (_, index) => ({ count: 1, participants: 2 + index })),
  layout: { smallTiles: 0, largeTiles: 0 },
  cameras: 0,
});
const reference = planInputs();

const breathe = (): Promise<void> => Promise.resolve();

async function measure(what: string, work: () => unknown): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < repetitions; i += 1) {
    const startedMs = performance.now();
    await work();
    times.push(performance.now() - startedMs);
  }
  const [first = 0] = times;
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  process.stdout.write(
    `${what.padEnd(44)} median ${at(0.5).padStart(7)} ms   ${at(0)} to ${at(1)} ms   first ${first.toFixed(1)} ms\n`,
  );
}

await measure('reference event, with its document', () => buildPlan(reference).document);
await measure('10,000 meetings of 499 sizes', () => buildPlan(manySizes).document);
await measure('10,000 meetings of 10,000 sizes', () => buildPlan(allDifferent).document);
const options = { samples: 10_000, seed: 1, breathe };
await measure('10,000 draws, plan alone', () => simulatePlan(reference, buildPlan(reference), options));
await measure('10,000 draws, plan and bill', () => simulateCost(reference, catalogue, options));
