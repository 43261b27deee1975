/** `npm run schemas`: writes the schema of every command's JSON document to docs/schemas, and docs/audit.md. */
import { writeFile } from 'node:fs/promises';
import { codesDocument } from '../../src/audit/codes-view.ts';
import { commandSchemas } from '../../src/commands/schemas.ts';

for (const [name, schema] of await commandSchemas()) {
  const path = new URL(`../../docs/schemas/${name}`, import.meta.url);
  await writeFile(path, `${JSON.stringify(schema, null, 2)}\n`);
}
await writeFile(new URL('../../docs/audit.md', import.meta.url), codesDocument());
