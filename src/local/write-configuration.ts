import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { ExitCode, GomeetError } from '../errors.ts';
import { writeJson } from './json-file.ts';
import type { ProfileInputs } from './lean-profile.ts';
import { runCommand } from './run-command.ts';
import { livekitConfiguration, redisConfiguration } from './service-settings.ts';

/**
 * Writes what the services read, for the caller alone (0600: it holds secrets), each file in one step.
 *
 * @throws GomeetError when livekit-server refuses its configuration; the one in force then stays as it is
 */
export async function writeConfiguration({ layout, ports, secrets, programs }: ProfileInputs): Promise<void> {
  writeJson(layout.ports, ports);
  writeWhole(layout.redisConfig, redisConfiguration(ports, secrets, layout.redisData));
  const candidate = `${layout.livekitConfig}.new`;
  writeFileSync(candidate, livekitConfiguration(ports, secrets), { mode: 0o600 });
  try {
    await checkLivekitConfiguration(programs.livekitServer, candidate);
    renameSync(candidate, layout.livekitConfig);
  } finally {
    rmSync(candidate, { force: true });
  }
}

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

function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
