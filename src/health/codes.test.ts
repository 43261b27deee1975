import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { healthCodeOf, healthCodes } from './codes.ts';

const pages = readFileSync(new URL('../../docs/checks.md', import.meta.url), 'utf8');

test('no number and no id is given twice', () => {
  expect(new Set(healthCodes.map(({ code }) => code)).size).toBe(healthCodes.length);
  expect(new Set(healthCodes.map(({ id }) => id)).size).toBe(healthCodes.length);
});

test('numbers rise within each category, in order of dependency', () => {
  const numbers = healthCodes.map(({ code }) => Number(code.slice(2)));
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
});

test.each(healthCodes.map((row) => [row.code, row] as const))(
  '%s has its section in docs/checks.md, with its id, its severity and what mends it',
  (code, { id, severity, mend }) => {
    const section = pages.split(`\n### ${code}\n`)[1]?.split(/\n##+ /)[0] ?? '';
    expect(section).toContain(`**${id}** · ${severity}`);
    expect(section).toContain(`\`${mend}\``);
  },
);

test('services and workloads without a code of their own share that of their family', () => {
  expect(healthCodeOf('service-jaeger').code).toBe('GM0399');
  expect(() => healthCodeOf('weather')).toThrow('weather');
});
