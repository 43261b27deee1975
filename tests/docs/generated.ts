/** The pages that are made from the code. `npm run docs` writes them; `generated.test.ts` holds them to be current. */
import { generateKeyPairSync } from 'node:crypto';
import { codesDocument } from '../../src/audit/codes-view.ts';
import { commandSchemas } from '../../src/commands/schemas.ts';
import { buildApp } from '../../src/platform/api/app.ts';
import { judgeRoadmap } from '../../src/roadmap/judge-roadmap.ts';
import { readRoadmap } from '../../src/roadmap/read-roadmap.ts';
import { testConfig } from '../platform/support/platform.ts';
import { apiDocument, type OpenApi } from './api-document.ts';
import { commandsDocument } from './commands-document.ts';
import { root } from './pages.ts';
import { roadmapDocument } from './roadmap-document.ts';

/** Every one with how it is made, by its path. */
export const generated: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/api.md': async () => apiDocument(await openApi()),
  'docs/audit.md': codesDocument,
  'docs/commands.md': commandsDocument,
  'docs/roadmap.md': async () =>
    roadmapDocument(judgeRoadmap(await readRoadmap({ cwd: root, projectRoot: root }, undefined), [])),
};

/** The JSON Schemas of all commands, by path. */
export async function schemas(): Promise<ReadonlyMap<string, string>> {
  const all = [...(await commandSchemas())];
  return new Map(
    all.map(([name, schema]) => [`docs/schemas/${name}`, `${JSON.stringify(schema, null, 2)}\n`]),
  );
}

/** The document that the API serves. It needs no services: a worker starts without them. */
async function openApi(): Promise<OpenApi> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const app = buildApp({
    ...testConfig,
    database: { url: 'postgres://127.0.0.1:1/none', poolSize: 1, shardUrls: [] },
    redisUrl: 'redis://127.0.0.1:1',
    accessTokenPrivateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  });
  try {
    await app.ready();
    return (await app.inject('/openapi.json')).json();
  } finally {
    await app.close();
  }
}
