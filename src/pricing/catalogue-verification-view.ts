import type { CatalogueFinding } from './catalogue-findings.ts';

const HEADINGS = { error: 'Errors', warning: 'Out of date', note: 'Gaps' } as const;

/** What `catalog verify` prints: errors first, then what is old, then what is not known. */
export function verificationView(
  { providers, findings }: { providers: readonly { rows: number }[]; findings: readonly CatalogueFinding[] },
  maxAgeDays: number,
): string {
  const rows = providers.reduce((sum, provider) => sum + provider.rows, 0);
  const sections = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const ofIt = findings.filter((finding) => finding.severity === severity);
    return ofIt.length === 0 ? [] : ['', HEADINGS[severity], ...ofIt.map(findingLine)];
  });
  const isWell = findings.every(({ severity }) => severity === 'note');
  return [
    `${rows} prices of ${providers.length} providers; a price may be ${maxAgeDays} days old`,
    ...sections,
    '',
    isWell ? 'Every file is well-formed and every price is recent.' : nextStep(findings),
  ].join('\n');
}

function findingLine({ file, line, message, rows, code }: CatalogueFinding): string {
  const names = rows.slice(0, 4).join(', ');
  const listed = rows.length > 4 ? `${names} and ${rows.length - 4} more` : names;
  // The message of a stale price and of an error names its rows already.
  const about = listed === '' || code === 'stale-price' || line !== null ? '' : ` (${listed})`;
  return `  ${file}${line === null ? '' : `:${line}`}: ${message}${about}`;
}

const nextStep = (findings: readonly CatalogueFinding[]): string =>
  findings.some(({ severity }) => severity === 'error')
    ? 'Mend the rows above, then: gomeet cost catalog verify'
    : 'Next: gomeet cost catalog refresh --provider digitalocean · read the others again at their source';
