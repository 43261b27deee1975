import { expect, test } from 'vitest';
import { codesDocument } from './codes-view.ts';
import { rules } from './rules/index.ts';

test('every code has a section of its own', () => {
  const headings = codesDocument().match(/^### GC\d{3}$/gm) ?? [];
  expect(new Set(headings).size).toBe(headings.length);
  expect(headings).toEqual(rules.map(({ code }) => `### ${code}`));
});
