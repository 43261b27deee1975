/** The exit-code table of `gomeet help exit-codes`. */
export function exitCodesView(rows: readonly { code: number; meaning: string }[]): string {
  return [
    'Exit codes of every gomeet command',
    '',
    ...rows.map(({ code, meaning }) => `${String(code).padStart(5)}  ${meaning}`),
  ].join('\n');
}

/** Variables that gomeet reads beside the configuration's own. */
const generalVariables = [
  { variable: 'NO_COLOR', description: 'any value: no colour' },
  { variable: 'CI', description: 'any value: never ask, never animate' },
  {
    variable: 'DIGITALOCEAN_TOKEN',
    description: 'API token of cloud, scale --cloud and cost catalog refresh (there also --token-file)',
  },
  {
    variable: 'DIGITALOCEAN_API_URL',
    description: 'where DigitalOcean’s API is (default https://api.digitalocean.com); https, or this machine',
  },
  {
    variable: 'DIGITALOCEAN_SPACES_URL',
    description: 'where the buckets of cloud are (default: the region’s own address); https, or this machine',
  },
  {
    variable: 'GOMEET_KUBECTL',
    description: 'the kubectl that renders manifests (default: that of the PATH)',
  },
  { variable: 'XDG_CACHE_HOME', description: 'where built programs and clips are kept (default ~/.cache)' },
];

/** The table of `gomeet help environment`. */
export function environmentView(
  variables: readonly { variable: string; path: string; description: string }[],
): string {
  const width = Math.max(...variables.map(({ variable }) => variable.length));
  return [
    'Environment variables',
    '',
    ...generalVariables.map(({ variable, description }) => `  ${variable.padEnd(width)}  ${description}`),
    '',
    'Configuration (stronger than gomeet.yaml, weaker than flags)',
    '',
    ...variables.map(
      ({ variable, path, description }) => `  ${variable.padEnd(width)}  ${path}: ${description}`,
    ),
  ].join('\n');
}
