import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GoModules } from '../../adapters/go-modules.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { WorkProgress } from '../../local/world.ts';
import { cannotWrite, makeFolder } from '../../results/write-run.ts';
import { inspectOperatorManifests, sha256Of } from './inspect-operator-manifests.ts';
import { manifestPath, type OperatorManifest } from './operator-manifest.ts';

type World = Pick<Context, 'projectRoot' | 'goModules'> & { readonly progress: WorkProgress };

/**
 * Brings the operators' manifests to where the overlays look for them, from pinned Go modules; nothing when they are there.
 *
 * @returns the files that were placed, from the project's root
 * @throws GomeetError (prerequisite) without Go or network, or for other bytes than those published
 */
export async function placeOperatorManifests(ctx: World): Promise<readonly string[]> {
  const { missing, altered } = await inspectOperatorManifests(ctx.projectRoot);
  const unready = [...missing, ...altered];
  if (unready.length === 0) return [];
  const modules = await ctx.goModules();
  for (const manifest of unready) {
    const step = ctx.progress.step(`placing ${manifest.file}`);
    try {
      await placeManifest(join(ctx.projectRoot, manifestPath(manifest)), await textOf(manifest, modules));
      step.succeed();
    } catch (error) {
      step.fail();
      throw error;
    }
  }
  return unready.map(manifestPath);
}

async function textOf(manifest: OperatorManifest, modules: GoModules): Promise<string> {
  const { operator, module, source, sha256 } = manifest;
  const { folder, version } = await modules.fetch(operator, module);
  const text =
    source === undefined
      ? await modules.run(operator, [folder, version])
      : await readFile(join(folder, source), 'utf8');
  if (sha256Of(text) === sha256) return text;
  throw new GomeetError(
    `${module} ${version} gives another ${manifest.file} than the one pinned: ${sha256Of(text)}`,
    {
      exitCode: ExitCode.prerequisite,
      code: 'operator-manifest-differs',
      hint: `git diff tools/${operator} src/deployment/kubernetes/operator-manifest.ts   shows which of the two was changed`,
    },
  );
}

/**
 * In one step: two that place it at once do not disturb each other, and nobody reads half of it.
 *
 * @throws GomeetError (prerequisite) where it may not be written, as in a package that an administrator has installed
 */
export async function placeManifest(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path));
  const own = await mkdtemp(join(dirname(path), 'new-')).catch((cause: unknown) => {
    throw cannotWrite(path, cause);
  });
  try {
    await writeFile(join(own, 'manifest'), text);
    await rename(join(own, 'manifest'), path);
  } catch (cause) {
    throw cannotWrite(path, cause);
  } finally {
    await rm(own, { recursive: true });
  }
}
