import type { Arithmetic } from './arithmetic.ts';
import { type Finding, type Rule, SEVERITIES, type Severity } from './rule.ts';
import { counted, number } from './say.ts';
import { SEVERITY_MEANINGS } from './severity-meanings.ts';

interface Look {
  readonly color: boolean;
  readonly columns: number;
}

const COLORS: Readonly<Record<Severity, number>> = { critical: 31, major: 33, minor: 36, note: 2 };
const PLURALS: Readonly<Record<Severity, string>> = {
  critical: 'critical',
  major: 'major',
  minor: 'minor',
  note: 'notes',
};

/** Wider lines are not read, but scanned; narrower ones are those of the smallest terminals. */
const WIDTH = { least: 60, most: 80 } as const;
const INDENT = ' '.repeat(7);

/** The findings by severity; those of one rule under its title, each with its arithmetic and the places that it cites. */
export function auditView(name: string, findings: readonly Finding[], look: Look): string {
  const width = Math.max(WIDTH.least, Math.min(look.columns, WIDTH.most));
  if (findings.length === 0) return `${name}: nothing found.`;
  const blocks = SEVERITIES.flatMap((severity) => {
    const found = findings.filter((finding) => finding.severity === severity);
    return found.length === 0 ? [] : [severityView(severity, found, look, width)];
  });
  return [...blocks, wrapped(countView(name, findings), width).join('\n')].join('\n\n');
}

function severityView(severity: Severity, found: readonly Finding[], look: Look, width: number): string {
  const paint = (text: string): string => (look.color ? `\u001b[${COLORS[severity]}m${text}\u001b[0m` : text);
  const byRule = [...Map.groupBy(found, ({ code }) => code).values()];
  return [
    `${paint(severity.toUpperCase())}: ${SEVERITY_MEANINGS[severity]}`,
    ...byRule.map((ofRule) => ruleView(ofRule, paint, width)),
  ].join('\n\n');
}

function ruleView(found: readonly Finding[], paint: (text: string) => string, width: number): string {
  const [first] = found;
  if (first === undefined) return '';
  const [title = '', ...more] = wrapped(first.title, width - INDENT.length);
  return [
    `${paint(first.code)}  ${title}`,
    ...more.map((line) => INDENT + line),
    ...found.flatMap(({ evidence: { text, arithmetic, cites } }) => [
      ...indented(`- ${text}`, width),
      ...indented(`${arithmeticText(arithmetic)}${citesText(cites)}`, width, '  '),
    ]),
    ...indented(`→ ${first.advice}`, width),
  ].join('\n');
}

/** More places than these are no help to a reader; --json has them all. */
const CITES_SHOWN = 5;

function citesText(cites: readonly string[]): string {
  if (cites.length === 0) return '';
  const more = cites.length - CITES_SHOWN;
  // One more is no longer than saying so.
  const shown = more > 1 ? [...cites.slice(0, CITES_SHOWN), `and ${more} more`] : cites;
  return ` (${shown.join(', ')})`;
}

/** `nodes * participantsPerNode = 500 participants < 50,000: nodes 25, participantsPerNode 20`. */
function arithmeticText({ formula, inputs, value, unit, comparison, against }: Arithmetic): string {
  const values = Object.entries(inputs);
  // A formula of one name says nothing beside its value.
  const names =
    values.length > 1 ? `: ${values.map(([name, of]) => `${name} ${number(of)}`).join(', ')}` : '';
  return `${formula} = ${number(value)} ${unit} ${comparison} ${number(against)}${names}`;
}

function countView(name: string, findings: readonly Finding[]): string {
  const codes = new Set(findings.map(({ code }) => code)).size;
  const counts = SEVERITIES.map((severity) => ({
    severity,
    count: findings.filter((finding) => finding.severity === severity).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${count === 1 ? severity : PLURALS[severity]}`);
  return `${name}: ${counted(findings.length, 'finding')} of ${counted(codes, 'kind')}: ${counts.join(', ')}.`;
}

/** What `audit --explain` prints of a rule. */
export const ruleText = ({ code, severity, title, why, advice }: Rule): string =>
  [
    `${code}  ${title}`,
    ...indented(`${severity}: ${SEVERITY_MEANINGS[severity]}`, WIDTH.most),
    ...indented(why, WIDTH.most),
    ...indented(`→ ${advice}`, WIDTH.most),
  ].join('\n');

/** Lines after the first hang by two columns more. */
const indented = (text: string, width: number, more = ''): readonly string[] =>
  wrapped(text, width - INDENT.length - more.length - 2).map(
    (line, index) => `${INDENT}${more}${index === 0 ? '' : '  '}${line}`,
  );

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
