/** Code, the worst that it finds, what it means, the command that mends it or shows what does. */
export type CodeRow = readonly [
  code: `GM${number}`,
  severity: 'fatal' | 'error' | 'warning',
  meaning: string,
  mend: string,
];

export type CodeTable = Readonly<Record<string, CodeRow>>;
