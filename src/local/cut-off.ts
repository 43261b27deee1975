import { digestOf } from './digest.ts';
import { runCommand } from './run-command.ts';
import type { Service } from './service.ts';

/** Marks of connections: of a service that is cut off with others, and with itself. Any numbers that nobody else uses will do. */
const [withOthers, withItself] = ['0x676f', '0x6770'];

/** How the tables of one target begin. */
export const tablePrefix = (directory: string): string => `gomeet_${digestOf(directory).slice(0, 8)}_`;
const tableOf = (directory: string, { name }: Service): string =>
  `${tablePrefix(directory)}${name.replaceAll('-', '_')}`;

/** Runs nft; undefined when it did what it was told, else why not. */
export async function nft(args: readonly string[], input = ''): Promise<string | undefined> {
  const { exitCode, stdout, stderr } = await runCommand('nft', args, { input, timeoutMs: 5_000 });
  return exitCode === 0 ? undefined : `${stdout}${stderr}`.trim();
}

/**
 * Drops every packet of a connection in which the service's processes take part (they are in a group of their own), and every one to
 * its ports. What they say to each other passes, as on a machine whose cable is out: Patroni reaches its PostgreSQL. Packets are
 * dropped where they arrive, not where they are sent: a sender hears nothing.
 *
 * @returns the command that was run
 */
export async function cutOff(
  directory: string,
  service: Service & { readonly groupId: number },
): Promise<{ command: string; problem: string | undefined }> {
  const ports = [Number(service.address.split(':')[1]), ...(service.otherPorts ?? [])].join(', ');
  const media = service.mediaPorts;
  const rules = [
    `table inet ${tableOf(directory, service)} {`,
    '  chain sent {',
    '    type filter hook output priority mangle',
    `    meta skgid ${service.groupId} tcp dport { ${ports} } ct mark set ${withItself}`,
    `    meta skgid ${service.groupId} ct mark != ${withItself} ct mark set ${withOthers}`,
    '  }',
    '  chain received {',
    '    type filter hook input priority filter',
    `    ct mark ${withItself} accept`,
    `    ct mark ${withOthers} drop`,
    `    tcp dport { ${ports} } drop`,
    `    udp dport { ${ports} } drop`,
    ...(media === undefined ? [] : [`    udp dport ${media.first}-${media.last} drop`]),
    '  }',
    '}',
    '',
  ].join('\n');
  return { command: `nft -f - <<'END'\n${rules}END`, problem: await nft(['-f', '-'], rules) };
}

export async function reconnect(
  directory: string,
  service: Service,
): Promise<{ command: string; problem: string | undefined }> {
  const args = ['delete', 'table', 'inet', tableOf(directory, service)];
  return { command: `nft ${args.join(' ')}`, problem: await nft(args) };
}

/** Mends every cut that was made in a target, also by a supervisor that was killed since. */
export async function removeCuts(directory: string): Promise<void> {
  const { stdout } = await runCommand('nft', ['list', 'tables'], { timeoutMs: 5_000 });
  const own = stdout.split('\n').flatMap((line) => {
    const name = line.split(' ')[2] ?? '';
    return name.startsWith(tablePrefix(directory)) ? [name] : [];
  });
  for (const name of own) await nft(['delete', 'table', 'inet', name]);
}
