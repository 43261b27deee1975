import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import tailwind from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

/**
 * GOMEET_WEB_BASE is the address that assets are loaded from, with a slash at its end: `/` from the API itself, or the
 * address of a CDN that fetches from it. GOMEET_API_ORIGIN is where the development server finds the API.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: process.env.GOMEET_WEB_BASE ?? '/',
  plugins: [preact(), tailwind(), precompress()],
  build: {
    outDir: '../../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: false,
    // An asset in a data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    // In kB before compression: livekit-client alone is one chunk of 550, fetched by those who enter a meeting.
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/ws', '/docs', '/openapi.json'].map((path) => [
        path,
        { target: process.env.GOMEET_API_ORIGIN ?? 'http://127.0.0.1:8080', ws: path === '/ws' },
      ]),
    ),
  },
});
