/** The published schemas are those of the code: a changed result must not slip past its readers. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { commandSchemas } from '../../src/commands/schemas.ts';

// It loads every command there is.
test('docs/schemas holds the schema of every command (npm run docs writes them)', {
  timeout: 60_000,
}, async () => {
  for (const [name, schema] of await commandSchemas()) {
    const published = await readFile(new URL(`../../docs/schemas/${name}`, import.meta.url), 'utf8');
    expect(JSON.parse(published), name).toEqual(JSON.parse(JSON.stringify(schema)));
  }
});
