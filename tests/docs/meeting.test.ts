/** What docs/meeting.md prints in bold is on the screen of the web app, letter by letter. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root } from './pages.ts';

const app = `${root}/src/platform/web`;
const source = readdirSync(app, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.') && !name.startsWith('pages/design/'))
  .map((name) => readFileSync(`${app}/${name}`, 'utf8'))
  .join('\n');
const page = readFileSync(`${root}/docs/meeting.md`, 'utf8');

/** Sentences that end in a full stop are the page's own. */
const words = [...page.matchAll(/\*\*([^*\n]+)\*\*/g)]
  .map(([, text = '']) => text)
  .filter((text) => !text.endsWith('.'));

test('every word in bold is there', () => {
  expect(words.length).toBeGreaterThan(30);
  const shown = (text: string): boolean =>
    [`'${text}'`, `"${text}"`].some((quoted) => source.includes(quoted)) ||
    source.split('\n').some((line) => line.trim() === text || line.includes(`>${text}<`));
  expect([...new Set(words)].filter((text) => !shown(text))).toEqual([]);
});
