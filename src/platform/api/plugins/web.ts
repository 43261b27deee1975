import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import type { Config } from '../config.ts';
import { Problem } from '../problems.ts';

/** A year: the name of an asset holds the digest of its content, so what has a name never changes. */
const immutable = 'public, max-age=31536000, immutable';

/**
 * Serves the built web app: assets for ever, its page never from a cache without asking. An address that is no file is a
 * page of the app when a browser asks for one, and an unknown endpoint to everybody else.
 *
 * @throws Error when the configured folder holds no built web app
 */
export default fp<{ config: Config }>(async (app, { config }) => {
  const { root } = config.web;
  // Not counted against the address: a whole campus may stand behind one, and a file costs less than counting it.
  const hidden = { config: { access: 'probe' }, schema: { hide: true } } as const;
  if (root === undefined) {
    app.get('/', hidden, async () => {
      throw new Problem('not-found', 'The web app is not built: run gomeet setup, then gomeet deploy.');
    });
    return;
  }
  const page = readPage(root);
  const files = filesIn(root);
  const assets = filesIn(join(root, 'assets'));
  const policy = contentSecurityPolicy(config.livekit.clientUrl, page);
  await app.register(fastifyStatic, { root, serve: false, preCompressed: true, cacheControl: false });

  const sendPage = (reply: FastifyReply): FastifyReply =>
    reply
      .headers({
        'cache-control': 'no-cache',
        'content-security-policy': policy,
        'permissions-policy':
          'camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), fullscreen=(self), geolocation=()',
      })
      .sendFile('index.html');

  app.get<{ Params: { '*': string } }>('/assets/*', hidden, async (request, reply) => {
    const name = request.params['*'];
    if (!assets.has(name)) return reply.callNotFound();
    reply.header('cache-control', immutable);
    // A page from another origin may use them: a CDN's copy is asked for with CORS by module scripts.
    reply.header('cross-origin-resource-policy', 'cross-origin').header('access-control-allow-origin', '*');
    return reply.sendFile(`assets/${name}`);
  });

  app.get<{ Params: { '*': string } }>('/*', hidden, async (request, reply) => {
    const path = request.params['*'];
    if (path !== 'index.html' && files.has(path)) {
      return reply.header('cache-control', 'no-cache').sendFile(path);
    }
    const wantsPage = request.headers.accept?.includes('text/html') === true;
    if (wantsPage && !path.startsWith('api/')) return sendPage(reply);
    return reply.callNotFound();
  });
});

/** Only what the build has made is served: no path that somebody writes reaches the disk. */
const filesIn = (folder: string): Set<string> =>
  new Set(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name),
  );

function readPage(root: string): string {
  try {
    return readFileSync(join(root, 'index.html'), 'utf8');
  } catch (error) {
    throw new Error('GOMEET_WEB_ROOT: the folder holds no built web app; gomeet setup builds it', {
      cause: error,
    });
  }
}

/**
 * What the page may load: itself, the media server, and the CDN that its assets were built for, if any. No script and no
 * style inside the page, so that text which somebody smuggles in can never run.
 */
export function contentSecurityPolicy(livekitUrl: string, page: string): string {
  const media = new URL(livekitUrl);
  const isSecure = media.protocol === 'wss:';
  const mediaServer = `${media.origin} ${isSecure ? 'https' : 'http'}://${media.host}`;
  const cdn = /<script[^>]* src="(https:\/\/[^/"]+)/.exec(page)?.[1];
  const own = cdn === undefined ? "'self'" : `'self' ${cdn}`;
  return [
    "default-src 'none'",
    `script-src ${own}`,
    `style-src ${own}`,
    `img-src ${own} blob:`,
    `connect-src 'self' ${mediaServer}`,
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
