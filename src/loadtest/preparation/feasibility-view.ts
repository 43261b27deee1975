import type { Feasibility, Need } from './feasibility.ts';

const names: Readonly<Record<Need['resource'], string>> = {
  cores: 'cores',
  memory: 'memory',
  'open-files': 'open files',
};

/** Every profile on a line: whether this machine can generate it, what it takes, and what it lacks. */
export function feasibilityView(
  profiles: readonly { readonly name: string; readonly title: string }[],
  feasibility: readonly Feasibility[],
): string {
  const width = Math.max(...profiles.map(({ name }) => name.length));
  return profiles
    .flatMap(({ name, title }) => {
      const found = feasibility.find(({ profile }) => profile === name);
      if (found === undefined) return [];
      const taken = found.needs.map(
        (need) => `${amount(need.resource, need.needed)} ${names[need.resource]}`,
      );
      const lacking = found.needs.filter(({ isMet }) => !isMet).map(reason);
      return [
        `${found.isPossible ? '✓' : '✗'} ${name.padEnd(width)}  ${title}: ${taken.join(', ')}`,
        ...lacking.map((text) => `  ${' '.repeat(width)}  ${text}`),
      ];
    })
    .join('\n');
}

/** Why a profile cannot be generated, in one line. */
function reason({ resource, needed, available, formula }: Need): string {
  return `needs ${amount(resource, needed)} ${names[resource]}, there are ${amount(resource, available)} (${formula})`;
}

function amount(resource: Need['resource'], value: number): string {
  if (resource === 'memory') return `${(value / 1e9).toFixed(1)} GB`;
  return resource === 'cores' ? value.toFixed(1) : value.toLocaleString('en-US');
}
