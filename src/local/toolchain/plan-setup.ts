import { readFileSync } from 'node:fs';
import type { ToolWorld } from './inspect-tools.ts';
import { type PackageSystem, packageFor, packageSystemOf } from './packages.ts';
import type { SetupStep } from './setup-step.ts';
import { type BuiltProgram, builtPrograms, livekitVersion, type Tool, type ToolName } from './tool.ts';

/** What comes neither from packages nor from the user. */
const madeHere: readonly ToolName[] = [...builtPrograms, 'clips', 'web-app'];

/** What setup would do on this machine so that every tool is there. */
export function planSetup(tools: readonly Tool[], world: Pick<ToolWorld, 'configured'>): SetupStep[] {
  return setupSteps(tools, world.configured, packageSystemOf(process.platform, osRelease()));
}

/** The steps that bring what is missing: what the user has to do first, then packages, builds, clips. */
export function setupSteps(
  tools: readonly Tool[],
  configured: ToolWorld['configured'],
  system: PackageSystem,
): SetupStep[] {
  const missing = tools.filter(({ found }) => found === undefined);
  const names = new Set(missing.map(({ name }) => name));
  const builds = builtPrograms.filter((name) => names.has(name));
  const manual: SetupStep[] = [];
  const packages: string[] = [];
  for (const { name, needed, unusable, howToGet } of missing) {
    const chosen = configured[name];
    if (chosen !== undefined) {
      manual.push({
        kind: 'manual',
        tool: name,
        title: `set another ${name}: ${unusable ?? chosen}; needed: ${needed}`,
      });
    } else if (name === 'go') {
      if (builds.length > 0)
        manual.push({ kind: 'manual', tool: name, title: `${howToGet} (it builds ${builds.join(' and ')})` });
    } else if (!madeHere.includes(name)) {
      const packageName = packageFor(name, system);
      if (packageName !== undefined) packages.push(packageName);
      else
        manual.push({
          kind: 'manual',
          tool: name,
          title: `install ${name} (${needed}) with your system's package manager`,
        });
    }
  }
  return [
    ...manual,
    ...packageStep(packages, system),
    ...builds.filter((name) => configured[name] === undefined).map(buildStep),
    ...clipStep(names),
    ...webAppStep(names),
  ];
}

function packageStep(packages: readonly string[], system: PackageSystem): SetupStep[] {
  if (packages.length === 0) return [];
  const manager = system === 'homebrew' ? 'brew' : 'apt';
  const from = manager === 'brew' ? 'Homebrew' : 'the system packages';
  return [{ kind: 'packages', manager, packages, title: `install ${packages.join(', ')} from ${from}` }];
}

const buildTitles: Readonly<Record<BuiltProgram, string>> = {
  'livekit-server': `build livekit-server ${livekitVersion}`,
  k6: 'build k6 with the extension k6/x/gomeet',
  recorder: 'build the recorder',
};

function buildStep(program: BuiltProgram): SetupStep {
  const title = buildTitles[program];
  return { kind: 'build', program, title, takes: 'about 2 minutes' };
}

const clipStep = (missing: ReadonlySet<ToolName>): SetupStep[] =>
  missing.has('clips')
    ? [{ kind: 'clips', title: 'make the clips that publishers send', takes: 'about 20 seconds' }]
    : [];

const webAppStep = (missing: ReadonlySet<ToolName>): SetupStep[] =>
  missing.has('web-app') ? [{ kind: 'web-app', title: 'build the web app', takes: 'about 5 seconds' }] : [];

function osRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}
