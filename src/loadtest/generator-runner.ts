import type { GeneratorResult } from './generator-result.ts';
import type { GeneratorPlan } from './load.ts';

/** What the generators of a load are to do, wherever they run. */
export interface GeneratorsRequest {
  /** The file in scenarios/; a plan may name its own. */
  readonly script: string;
  /** One generator for each. */
  readonly plans: readonly GeneratorPlan[];
  /** Where a run keeps what its generators left. */
  readonly outputDirectory: string;
  /** An event of the generator with that number: live where it can be followed, afterwards where it cannot. */
  onEvent(generator: number, event: Record<string, unknown>): void;
}

export interface GeneratorOutcome {
  /** Undefined when the generator left nothing: it could not start, or was killed. */
  readonly result: GeneratorResult | undefined;
  /** Its events, newline-delimited JSON. */
  readonly events: string;
  /** How it ended when it did not end well. */
  readonly failure: string | null;
}

/** The place where generators run: processes of this machine, or pods. Merging and judging are the same for all. */
export interface GeneratorRunner {
  /** Cores that all generators share; null where each has its own. */
  readonly processors: number | null;
  /** Runs a generator for each plan, to the end of the last one. Outcomes come in the order of the plans. */
  run(request: GeneratorsRequest): Promise<readonly GeneratorOutcome[]>;
}
