import type { CheckResult, CheckStatus } from './check.ts';
import { healthCodeOf } from './codes.ts';

const marks: Readonly<Record<CheckStatus, string>> = { ok: '✓', warning: '!', failed: '✗', skipped: '-' };
const colors: Readonly<Record<CheckStatus, number>> = { ok: 32, warning: 33, failed: 31, skipped: 2 };

/** The results by category; under each that is not ok, what is needed and what mends it. Ends in a count. */
export function checksView(results: readonly CheckResult[], options: { color: boolean }): string {
  const paint = (status: CheckStatus, text: string): string =>
    options.color ? `\u001b[${colors[status]}m${text}\u001b[0m` : text;
  const width = Math.max(0, ...results.map(({ title }) => title.length));
  const categories = [...new Set(results.map(({ category }) => category))];
  const blocks = categories.map((category) => [
    category,
    ...results
      .filter((result) => result.category === category)
      .flatMap((result) => lines(result, width, paint)),
    '',
  ]);
  return [...blocks.flat(), countLine(results)].join('\n');
}

function lines(
  { id, title, status, found, needed, hint }: CheckResult,
  width: number,
  paint: (status: CheckStatus, text: string) => string,
): string[] {
  const line = `  ${paint(status, marks[status])} ${title.padEnd(width)}  ${found}`.trimEnd();
  if (status === 'ok' || status === 'skipped') return [line];
  const more = [
    ...(needed === '' ? [] : [`needed: ${needed}`]),
    ...(hint === null ? [] : [`mend:   ${hint}`]),
    `read:   docs/checks.md#${healthCodeOf(id).code.toLowerCase()}`,
  ];
  return [line, ...more.map((text) => `      ${text}`)];
}

function countLine(results: readonly CheckResult[]): string {
  const count = (status: CheckStatus): number => results.filter((result) => result.status === status).length;
  const parts = [
    `${count('ok')} ok`,
    ...(['warning', 'failed', 'skipped'] as const)
      .filter((status) => count(status) > 0)
      .map((status) => `${count(status)} ${status}`),
  ];
  return parts.join(', ');
}
