import type { LocalTarget } from '../adapters/local-target.ts';
import { ExitCode, GomeetError } from '../errors.ts';

export interface LoadTools {
  /** Path of the k6 that was built with k6/x/gomeet. */
  readonly k6: string;
  /** Folder of the pre-encoded clips. */
  readonly clips: string;
  /** Version of every program that was found, for the run's environment. */
  readonly versions: Readonly<Record<string, string>>;
}

/** The programs that a load test needs. Throws (prerequisite) and names the one that is missing. */
export async function requireTools(target: Pick<LocalTarget, 'toolchain'>): Promise<LoadTools> {
  const tools = await target.toolchain.inspect();
  const pathOf = (name: string): string => {
    const tool = tools.find((candidate) => candidate.name === name);
    if (tool?.found) return tool.found.path;
    throw new GomeetError(`${name} is missing${tool ? `, which ${tool.purpose}` : ''}`, {
      exitCode: ExitCode.prerequisite,
      code: 'program-missing',
      hint: tool?.howToGet ?? 'gomeet setup',
    });
  };
  const versions = tools.flatMap(({ name, found }) => (found ? [[name, found.version] as const] : []));
  return { k6: pathOf('k6'), clips: pathOf('clips'), versions: Object.fromEntries(versions) };
}
