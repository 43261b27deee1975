import { escapeXml } from '../reporting/xml-text.ts';
import type { CheckResult } from './check.ts';
import { healthCodeOf } from './codes.ts';
import { type FailOn, isFault } from './health-run.ts';

/** The results as JUnit's XML, a suite for each category, as CI servers read it. */
export function junitView(results: readonly CheckResult[], failOn: FailOn): string {
  const categories = [...new Set(results.map(({ category }) => category))];
  const suites = categories.map((category) => {
    const own = results.filter((result) => result.category === category);
    const cases = own.map((result) => testCase(result, failOn));
    return `  <testsuite name="${escapeXml(category)}" ${countsOf(own, failOn)}>\n${cases.join('\n')}\n  </testsuite>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="gomeet health-check" ${countsOf(results, failOn)}>`,
    ...suites,
    '</testsuites>',
  ].join('\n');
}

function countsOf(results: readonly CheckResult[], failOn: FailOn): string {
  const failures = results.filter(({ status }) => isFault(status, failOn)).length;
  const skipped = results.filter(({ status }) => status === 'skipped').length;
  return `tests="${results.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
}

function testCase({ id, category, title, status, found, needed, hint }: CheckResult, failOn: FailOn): string {
  const { code } = healthCodeOf(id);
  const head = `    <testcase classname="${escapeXml(`health-check.${category}`)}" name="${escapeXml(`${code} ${title}`)}"`;
  if (status === 'skipped') return `${head}><skipped message="${escapeXml(found)}"/></testcase>`;
  if (!isFault(status, failOn)) return `${head}/>`;
  const more = [`needed: ${needed}`, `mend: ${hint ?? ''}`, `read: docs/checks.md#${code.toLowerCase()}`];
  return `${head}><failure type="${code}" message="${escapeXml(found)}">${escapeXml(more.join('\n'))}</failure></testcase>`;
}
