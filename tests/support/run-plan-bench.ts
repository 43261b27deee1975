/**
 * `npm run bench:plan`: how long a plan takes, from the event to its document: the reference event, 10,000 meetings of different
 * sizes, and 10,000 draws with a bill for each. Targets: 100 ms and 2 s. `npm run bench:plan -- 20`: repetitions.
 */
import { buildPlan } from '../../src/planning/build-plan.ts';
import type { PlanInputs } from '../../src/planning/plan-inputs.ts';
import { randomOf } from '../../src/planning/random.ts';
import { sampleInputs, withSizesOf } from '../../src/planning/sample-inputs.ts';
import { billOf } from '../../src/pricing/bill-of.ts';
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

function draws(inputs: PlanInputs, count: number): number {
  const sized = withSizesOf(inputs, buildPlan(inputs));
  const random = randomOf(1);
  let total = 0;
  for (let i = 0; i < count; i += 1)
    total += billOf(buildPlan(sampleInputs(sized, random)), catalogue).monthlyTotal.toNumber();
  return total / count;
}

function measure(what: string, work: () => void): void {
  const times = Array.from({ length: repetitions }, () => {
    const startedMs = performance.now();
    work();
    return performance.now() - startedMs;
  });
  const [first = 0] = times;
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  process.stdout.write(
    `${what.padEnd(44)} median ${at(0.5).padStart(7)} ms   ${at(0)} to ${at(1)} ms   first ${first.toFixed(1)} ms\n`,
  );
}

measure('reference event, with its document', () => void buildPlan(reference).document);
measure('10,000 meetings of 499 sizes', () => void buildPlan(manySizes).document);
measure('10,000 meetings of 10,000 sizes', () => void buildPlan(allDifferent).document);
measure('10,000 draws, plan alone', () => {
  const sized = withSizesOf(reference, buildPlan(reference));
  const random = randomOf(1);
  for (let i = 0; i < 10_000; i += 1) buildPlan(sampleInputs(sized, random));
});
measure('10,000 draws, plan and bill', () => void draws(reference, 10_000));
