import { ExitCode, GomeetError } from '../errors.ts';
import { nft, tablePrefix } from './cut-off.ts';
import type { Service } from './service.ts';

/** nftables' own idiom: the first line makes sure that there is a table to delete. */
function rules(table: string, ports: readonly number[]): string {
  return [
    `table inet ${table}`,
    `delete table inet ${table}`,
    `table inet ${table} {`,
    '  chain received {',
    '    type filter hook input priority filter',
    `    iifname != "lo" tcp dport { ${ports.join(', ')} } drop`,
    '  }',
    '}',
    '',
  ].join('\n');
}

/** Whether this user may do that on this machine: root, with nftables. Changes nothing. */
export async function canKeepToLoopback(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  return (await nft(['--check', '-f', '-'], rules('gomeet_check', [1]))) === undefined;
}

/**
 * Closes to other machines what services open on every address whatever they are told: LiveKit its port for media over TCP.
 * What a killed deployment left is replaced; `removeCuts` takes it away.
 *
 * @throws GomeetError (prerequisite) when nftables refuses
 */
export async function keepToLoopback(directory: string, services: readonly Service[]): Promise<void> {
  const ports = services.flatMap(({ openPorts = [] }) => openPorts);
  if (ports.length === 0) return;
  const problem = await nft(['-f', '-'], rules(`${tablePrefix(directory)}loopback`, ports));
  if (problem === undefined) return;
  throw new GomeetError(`nftables does not close ports ${ports.join(', ')} to other machines: ${problem}`, {
    exitCode: ExitCode.prerequisite,
    code: 'ports-not-closed',
    hint: 'nft list ruleset   shows what is there; as an ordinary user no such port is opened',
  });
}
