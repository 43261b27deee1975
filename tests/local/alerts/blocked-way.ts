import { execFileSync } from 'node:child_process';

/**
 * Drops what processes of one group send on one way, as a firewall between them and the others does. Nobody else's packets match.
 *
 * @param ways in the words of nftables, such as `tcp dport 443`
 * @returns what opens it again
 */
export function blockWay(groupId: number, ways: readonly string[]): () => Promise<void> {
  const table = `gomeet_alerts_${process.pid}_${groupId}`;
  const rules = [
    `table inet ${table} {`,
    '  chain sent {',
    '    type filter hook output priority filter',
    ...ways.map((way) => `    meta skgid ${groupId} ${way} drop`),
    '  }',
    '}',
  ].join('\n');
  execFileSync('nft', ['-f', '-'], { input: rules });
  return async () => {
    execFileSync('nft', ['delete', 'table', 'inet', table]);
  };
}
