import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { codesDocument } from './codes-view.ts';
import { rules } from './rules/index.ts';

test('docs/audit.md is as the rules are; npm run schemas writes it anew', async () => {
  const written = await readFile(new URL('../../docs/audit.md', import.meta.url), 'utf8');
  expect(codesDocument()).toBe(written);
});

test('every code has a section of its own', () => {
  const headings = codesDocument().match(/^### GC\d{3}$/gm) ?? [];
  expect(new Set(headings).size).toBe(headings.length);
  expect(headings).toEqual(rules.map(({ code }) => `### ${code}`));
});
