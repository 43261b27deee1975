import { readFile } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { HTTPRequest, Page } from 'puppeteer-core';

/** Where the page stands on the API's own origin: a path that the API does not know. */
const folder = '/gomeet-probe/';
/** In a package the page's modules are compiled already. */
const extension = extname(fileURLToPath(import.meta.url));
const livekitClient = createRequire(import.meta.url)
  .resolve('livekit-client')
  .replace(/livekit-client\.[a-z.]+$/, 'livekit-client.esm.mjs');

const document = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>gomeet probe</title>
<script type="importmap">{"imports": {"livekit-client": "${folder}livekit-client.mjs"}}</script>
<script type="module" src="${folder}probe${extension}"></script></head><body></body></html>`;

/**
 * Opens the page of the probe on the API's origin, so that it calls the API as the web app does, without leave to cross
 * origins. The page is answered from here; nothing of it reaches the API.
 */
export async function openProbePage(page: Page, apiUrl: string): Promise<void> {
  await page.setRequestInterception(true);
  const answering = (request: HTTPRequest): void => void answer(request);
  page.on('request', answering);
  await page.goto(new URL(folder, apiUrl).href, { waitUntil: 'load' });
  page.off('request', answering);
  // From here on requests go their own way: an intercepted one would cost a round trip to this process.
  await page.setRequestInterception(false);
}

async function answer(request: HTTPRequest): Promise<void> {
  const { pathname } = new URL(request.url());
  try {
    if (pathname === folder) await request.respond({ contentType: 'text/html', body: document });
    else if (pathname.startsWith(folder))
      await request.respond({
        contentType: 'text/javascript',
        body: await moduleText(pathname.slice(folder.length)),
      });
    else await request.respond({ status: 404 });
  } catch {
    // The page has gone, or there is no such module: the page's own error says which.
    await request.abort().catch(() => undefined);
  }
}

/** A module of the page as the browser takes it: without types. */
async function moduleText(name: string): Promise<string> {
  if (name === 'livekit-client.mjs') return readFile(livekitClient, 'utf8');
  const source = await readFile(fileURLToPath(new URL(`page/${name}`, import.meta.url)), 'utf8');
  return extension === '.ts' ? stripTypeScriptTypes(source) : source;
}
