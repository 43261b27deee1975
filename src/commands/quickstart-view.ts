import { formatDuration } from '../units.ts';

export interface QuickstartOutcome {
  /** The verdict with its KPI table, as text. */
  readonly verdict: string;
  readonly report: string;
  readonly runId: string;
  readonly health: readonly { readonly title: string; readonly status: string; readonly found: string }[];
  readonly urls: Readonly<Record<string, string | null>>;
  readonly stages: readonly { readonly name: string; readonly durationMs: number }[];
}

/** What quickstart leaves on the screen: the verdict, the report, where the platform is, what to type next. */
export function quickstartView({ verdict, report, runId, health, urls, stages }: QuickstartOutcome): string {
  const ill = health.filter(({ status }) => status === 'failed');
  const well = health.filter(({ status }) => status === 'ok').length;
  const skipped = health.filter(({ status }) => status === 'skipped').length;
  const warnings = health
    .filter(({ status }) => status === 'warning')
    .map(({ title, found }) => `${title} (${found})`);
  const healthLine =
    ill.length > 0
      ? `unhealthy: ${ill.map(({ title, found }) => `${title} (${found})`).join('; ')}`
      : [
          `${well} of ${health.length - skipped} checks are well`,
          ...(skipped === 0 ? [] : [`${skipped} do not apply here`]),
          ...warnings.map((text) => `warning: ${text}`),
        ].join('; ');
  const addresses = Object.entries(urls).flatMap(([name, url]) =>
    url === null ? [] : [`  ${name.padEnd(8)} ${url}`],
  );
  return [
    verdict,
    '',
    `Report   ${report}`,
    `Health   ${healthLine}`,
    `Took     ${stages.map(({ name, durationMs }) => `${name} ${formatDuration(durationMs)}`).join(' · ')}`,
    '',
    'The platform is running:',
    ...addresses,
    '',
    `Next: gomeet report open ${runId} · gomeet loadtest room --participants 100 · gomeet status · gomeet down`,
  ].join('\n');
}
