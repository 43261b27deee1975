import { explainingFileErrors } from '../explain-file-error.ts';
import type { LocalWorld, WorkProgress } from '../world.ts';
import { carryOutSetup } from './carry-out-setup.ts';
import { inspectTools } from './inspect-tools.ts';
import { planSetup } from './plan-setup.ts';
import type { SetupStep } from './setup-step.ts';
import { builtPrograms, haTools, programs, type Tool, type ToolName } from './tool.ts';

const leanTools: readonly ToolName[] = [
  ...new Set([...programs.map(({ name }) => name), ...builtPrograms, 'clips' as const, 'web-app' as const]),
];

/** The programs that the platform on this machine needs: what is there, what is missing, and how it gets there. */
export interface Toolchain {
  /** What profile `ha` needs: all of `lean`, and more. */
  readonly haTools: readonly ToolName[];
  /** The tools of profile `lean`, or those named. */
  inspect(only?: readonly ToolName[]): Promise<Tool[]>;
  /** What setup would do for the tools of profile `lean`, or for those alone; empty when everything is there. */
  plan(only?: readonly ToolName[]): Promise<SetupStep[]>;
  /**
   * @throws GomeetError (prerequisite) when an administrator has to do something, or a build fails
   */
  carryOut(steps: readonly SetupStep[], progress: WorkProgress): Promise<void>;
}

export function createToolchain(world: LocalWorld): Toolchain {
  return {
    haTools: [...leanTools, ...haTools],
    inspect: (only) => inspectTools(world, only),
    plan: async (only) => planSetup(await inspectTools(world, only), world),
    carryOut: (steps, progress) => explainingFileErrors(() => carryOutSetup(steps, world, progress)),
  };
}
