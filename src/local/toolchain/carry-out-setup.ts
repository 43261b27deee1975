import { ExitCode, GomeetError, interruptedError } from '../../errors.ts';
import type { LocalWorld, WorkProgress, WorkStep } from '../world.ts';
import { buildProgram } from './build-program.ts';
import { buildWebApp } from './build-web-app.ts';
import { inspectTools } from './inspect-tools.ts';
import { installPackages } from './install-packages.ts';
import { makeClips } from './make-clips.ts';
import type { SetupStep } from './setup-step.ts';
import type { ToolName } from './tool.ts';

/**
 * Carries out the steps in their order. Each is whole or not done at all, so setup can be run again at any time.
 *
 * @throws GomeetError (prerequisite) before anything is begun, when a step is the user's own
 */
export async function carryOutSetup(
  steps: readonly SetupStep[],
  world: LocalWorld,
  progress: WorkProgress,
): Promise<void> {
  const manual = steps.filter(({ kind }) => kind === 'manual');
  if (manual.length > 0) throw ownWork(manual.map(({ title }) => title));
  for (const setupStep of steps) {
    const step = progress.step(setupStep.title);
    try {
      await carryOut(setupStep, world, step);
      step.succeed();
    } catch (error) {
      step.fail();
      if (world.signal.aborted) throw interruptedError('setup');
      throw error;
    }
  }
}

async function carryOut(setupStep: SetupStep, world: LocalWorld, step: WorkStep): Promise<void> {
  switch (setupStep.kind) {
    case 'packages':
      return installPackages(setupStep.manager, setupStep.packages, world, step);
    case 'build':
      return buildProgram(setupStep.program, await pathOf('go', world), world, step);
    case 'clips':
      return makeClips(await pathOf('ffmpeg', world), world, step);
    case 'web-app':
      return buildWebApp(world, step);
  }
}

/** Looked up when it is needed: an earlier step may just have installed it. */
async function pathOf(name: ToolName, world: LocalWorld): Promise<string> {
  const [tool] = await inspectTools(world, [name]);
  if (tool?.found !== undefined) return tool.found.path;
  throw ownWork([`install ${name}: ${tool?.unusable ?? 'it was not found'}; needed: ${tool?.needed}`]);
}

const ownWork = (titles: readonly string[]): GomeetError =>
  new GomeetError(`before setup can go on:\n${titles.map((title) => `  - ${title}`).join('\n')}`, {
    exitCode: ExitCode.prerequisite,
    code: 'program-missing',
    hint: 'then: gomeet setup',
  });
