interface Status {
  readonly target: string;
  readonly profile: string;
  readonly services: readonly {
    readonly name: string;
    readonly state: string;
    readonly reason?: string | undefined;
    readonly address: string;
    readonly processId: number | null;
    readonly restarts: number;
    readonly log: string;
  }[];
  readonly urls: {
    readonly api: string | null;
    readonly web: string | null;
    readonly livekit: string | null;
    readonly mailbox: string | null;
    readonly openapi: string | null;
  };
}

const marks: Readonly<Record<string, string>> = {
  ready: '✓',
  failed: '✗',
  unhealthy: '✗',
  orphaned: '✗',
  stopped: '✗',
};

/** The services as a table, the reason under each that is not ready, then the addresses. */
export function statusView({ target, profile, services, urls }: Status): string {
  if (services.length === 0) return 'nothing runs here\n\nNext: gomeet deploy';
  const rows = services.map(({ name, state, address, processId, restarts, log }) => [
    `${marks[state] ?? '…'} ${name}`,
    restarts === 0 ? state : `${state} (${restarts} restarts)`,
    address || '-',
    processId === null ? '-' : String(processId),
    log,
  ]);
  const table = [['  service', 'state', 'address', 'process', 'log'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const withReasons = lines.flatMap((line, index) => {
    const reason = services[index - 1]?.reason;
    return reason === undefined ? [line] : [line, `      ${reason}`];
  });
  const addresses = Object.entries(urls).filter(([, url]) => url !== null);
  return [
    `target ${target}, profile ${profile}`,
    '',
    ...withReasons,
    '',
    ...addresses.map(([name, url]) => `  ${name.padEnd(8)} ${url}`),
  ]
    .join('\n')
    .trimEnd();
}
