/** The published schemas are those of the code: a changed result must not slip past its readers. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { commandSchemas } from '../../src/commands/schemas.ts';

test('docs/schemas holds the schema of every command (npm run schemas writes them)', async () => {
  for (const [name, schema] of await commandSchemas()) {
    const published = await readFile(new URL(`../../docs/schemas/${name}`, import.meta.url), 'utf8');
    expect(JSON.parse(published), name).toEqual(JSON.parse(JSON.stringify(schema)));
  }
});
