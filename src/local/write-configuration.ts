import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ExitCode, GomeetError } from '../errors.ts';
import type { ConfigurationFile } from './configuration-file.ts';
import { digestOf } from './digest.ts';
import { runCommand } from './run-command.ts';

/**
 * Writes what the services read, for the caller alone (0600: it holds secrets) or for the user that the file names, each in one step.
 *
 * @throws GomeetError when livekit-server refuses its configuration; the one in force then stays as it is
 */
export async function writeConfiguration(
  files: readonly ConfigurationFile[],
  livekitServer: string,
): Promise<void> {
  for (const file of files) {
    if (file.keep && isOfThisText(file)) continue;
    mkdirSync(dirname(file.path), { recursive: true, mode: 0o700 });
    const candidate = `${file.path}.new`;
    try {
      writeFileSync(candidate, file.text, { mode: 0o600 });
      if (file.user !== undefined) chownSync(candidate, file.user.uid, file.user.gid);
      if (file.readBy === 'livekit-server') await checkLivekitConfiguration(livekitServer, candidate);
      renameSync(candidate, file.path);
    } finally {
      rmSync(candidate, { force: true });
    }
    if (file.keep) writeFileSync(originOf(file), digestOf(file.text), { mode: 0o600 });
  }
}

const originOf = ({ path }: ConfigurationFile): string => `${path}.origin`;

/** Whether what lies there began as this very text, whatever the service has made of it since. */
const isOfThisText = (file: ConfigurationFile): boolean =>
  existsSync(file.path) &&
  existsSync(originOf(file)) &&
  readFileSync(originOf(file), 'utf8') === digestOf(file.text);

/**
 * Has livekit-server itself read a configuration. Its `ports` command parses it strictly, prints the ports and serves nothing;
 * it exits 0 even when it refuses, so its words decide.
 */
async function checkLivekitConfiguration(livekitServer: string, path: string): Promise<void> {
  const { stdout, stderr } = await runCommand(livekitServer, ['--config', path, 'ports'], {
    timeoutMs: 10_000,
  });
  if (stdout.startsWith('TCP Ports')) return;
  throw new GomeetError(`livekit-server refuses its configuration: ${`${stdout}${stderr}`.trim()}`, {
    exitCode: ExitCode.critical,
    code: 'livekit-configuration',
    hint: `${livekitServer} --help-verbose   lists what this version knows`,
  });
}
