import { accessSync, constants } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram } from '../../local/toolchain/find-program.ts';
import { programs } from '../../local/toolchain/tool.ts';
import { pgbackrestMissing, postgresMissing } from './backup-errors.ts';

/** Where PostgreSQL, which runs the archive command, finds programs too: the caller's own PATH would not help it. */
const folders = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'] as const;

/** @throws GomeetError (prerequisite) with the command that installs it */
export function pgbackrestProgram(): string {
  const found = folders.map((folder) => join(folder, 'pgbackrest')).find(isExecutable);
  if (found === undefined) throw pgbackrestMissing();
  return found;
}

/** The folder of the newest PostgreSQL that gomeet can use, which is the one that deploy starts. */
export async function postgresFolder(searchPath: string): Promise<string> {
  const definition = programs.find(({ name }) => name === 'postgres');
  const tool = definition && (await findProgram(definition, { searchPath }));
  if (tool?.found === undefined) throw postgresMissing();
  return dirname(tool.found.path);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
