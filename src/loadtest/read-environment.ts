import type { Context } from '../context.ts';
import type { RunEnvironment } from '../results/run.ts';

/** Where a run took place: sources, machine, programs. Kept in the run, so that its numbers can be compared later. */
export async function readEnvironment(
  ctx: Pick<Context, 'host' | 'revision' | 'version'>,
  programs: Readonly<Record<string, string>>,
): Promise<RunEnvironment> {
  const [host, { revision, dirty }] = await Promise.all([ctx.host(), ctx.revision()]);
  const facts = host.facts();
  return {
    gomeet: { version: ctx.version, revision, dirty },
    host: {
      system: facts.system,
      cpuModel: facts.processor,
      cpus: facts.processors,
      memoryBytes: facts.memoryBytes,
      openFilesMax: facts.openFilesMax,
    },
    programs: { ...programs },
  };
}
