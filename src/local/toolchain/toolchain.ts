import { explainingFileErrors } from '../explain-file-error.ts';
import type { LocalWorld, WorkProgress } from '../world.ts';
import { carryOutSetup } from './carry-out-setup.ts';
import { inspectTools } from './inspect-tools.ts';
import { planSetup } from './plan-setup.ts';
import type { SetupStep } from './setup-step.ts';
import type { Tool, ToolName } from './tool.ts';

/** The programs that the platform on this machine needs: what is there, what is missing, and how it gets there. */
export interface Toolchain {
  inspect(): Promise<Tool[]>;
  /** What setup would do for all tools, or for those alone; empty when everything is there. */
  plan(only?: readonly ToolName[]): Promise<SetupStep[]>;
  /**
   * @throws GomeetError (prerequisite) when an administrator has to do something, or a build fails
   */
  carryOut(steps: readonly SetupStep[], progress: WorkProgress): Promise<void>;
}

export function createToolchain(world: LocalWorld): Toolchain {
  return {
    inspect: () => inspectTools(world),
    async plan(only) {
      const tools = await inspectTools(world);
      return planSetup(only === undefined ? tools : tools.filter(({ name }) => only.includes(name)), world);
    },
    carryOut: (steps, progress) => explainingFileErrors(() => carryOutSetup(steps, world, progress)),
  };
}
