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
  const versions = tools.flatMap(({ name, found }) => (found ? [[name, found.version] as const] : []));
  return {
    k6: pathOf(tools, 'k6'),
    clips: pathOf(tools, 'clips'),
    versions: Object.fromEntries(versions),
  };
}

/** Path of a program that only some loads need. Throws (prerequisite) when it is missing. */
export async function requireProgram(
  target: Pick<LocalTarget, 'toolchain'>,
  name: Tool['name'],
): Promise<string> {
  return pathOf(await target.toolchain.inspect(), name);
}

type Tool = Awaited<ReturnType<LocalTarget['toolchain']['inspect']>>[number];

function pathOf(tools: readonly Tool[], name: Tool['name']): string {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool?.found) return tool.found.path;
  const what = tool?.unusable ?? `${name} is missing`;
  throw new GomeetError(`${what}${tool ? `; ${name} ${tool.purpose}` : ''}`, {
    exitCode: ExitCode.prerequisite,
    code: 'program-missing',
    // What the user has named is not replaced: setup says how to name another, or to leave it to gomeet.
    hint: tool?.howToGet ?? 'gomeet setup',
  });
}
