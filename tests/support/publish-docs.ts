/** `npm run docs`: writes what of docs/ is made from the code: schemas of documents, commands, API, audit and roadmap. */
import { writeFile } from 'node:fs/promises';
import { generated, schemas } from '../docs/generated.ts';
import { root } from '../docs/pages.ts';

for (const [path, text] of await schemas()) await writeFile(`${root}/${path}`, text);
for (const [path, make] of Object.entries(generated)) await writeFile(`${root}/${path}`, await make());
