interface Change {
  readonly action: 'start' | 'restart' | 'stop' | 'unchanged';
  readonly name: string;
  readonly reason?: string | undefined;
}

interface Urls {
  readonly api: string | null;
  readonly livekit: string | null;
  readonly mailbox: string | null;
  readonly openapi: string | null;
}

const marks = { start: '+', restart: '~', stop: '-', unchanged: ' ' } as const;

/** One line for each service that changes, and how many stay as they are. */
export function changesView(changes: readonly Change[]): string {
  const pending = changes.filter(({ action }) => action !== 'unchanged');
  const unchanged = changes.length - pending.length;
  if (pending.length === 0) return `nothing to change (${unchanged} unchanged)`;
  const width = Math.max(...pending.map(({ name }) => name.length));
  const lines = pending.map(({ action, name, reason }) =>
    `  ${marks[action]} ${action.padEnd(7)}  ${name.padEnd(width)}${reason === undefined ? '' : `  ${reason}`}`.trimEnd(),
  );
  return [...lines, ...(unchanged === 0 ? [] : [`    ${unchanged} unchanged`])].join('\n');
}

/** What was done and what to type next. */
export function deploymentView(
  deployment: {
    readonly changes: readonly Change[];
    readonly applied: boolean;
    readonly revision: number;
    readonly durationMs: number;
  },
  urls: Urls,
): string {
  const head = deployment.applied
    ? `ready: revision ${deployment.revision} in ${(deployment.durationMs / 1000).toFixed(1)} s`
    : `${changesView(deployment.changes)}; revision ${deployment.revision} is ready`;
  return [
    head,
    ...(urls.api === null ? [] : [`  API      ${urls.api}   (documentation: ${urls.api}/docs)`]),
    ...(urls.livekit === null ? [] : [`  LiveKit  ${urls.livekit}`]),
    ...(urls.mailbox === null ? [] : [`  Mailbox  ${urls.mailbox}   (what the platform has mailed)`]),
    '',
    'Next: gomeet status · gomeet health-check · gomeet loadtest room · gomeet down',
  ].join('\n');
}
