const browsers: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** A browser's User-Agent in two words: `Firefox on Linux`. Whatever is not a browser keeps its own name. */
export function formatDevice(userAgent: string | null): string {
  if (!userAgent) return 'Unknown device';
  const nameIn = (table: readonly [RegExp, string][]): string | undefined =>
    table.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = nameIn(browsers);
  if (browser === undefined) return userAgent.split(/[\s/]/)[0] ?? userAgent;
  const system = nameIn(systems);
  return system === undefined ? browser : `${browser} on ${system}`;
}
