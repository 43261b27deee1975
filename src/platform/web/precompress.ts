import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const compressible = /\.(js|css|html|svg)$/;
/** One packet carries about this much: below it compression saves nothing. */
const smallestBytes = 1_400;

/**
 * Puts a .br and a .gz beside each text file of the build. Once and as small as can be, so that no server spends time on
 * it: brotli at level 11 takes some seconds for all files here, nearly all of them for the media library.
 */
export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'gomeet:precompress',
    apply: 'build',
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle() {
      const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      for (const path of paths.filter((name) => compressible.test(name))) {
        const content = readFileSync(join(folder, path));
        if (content.length < smallestBytes) continue;
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        };
        writeFileSync(join(folder, `${path}.br`), brotliCompressSync(content, { params }));
        writeFileSync(join(folder, `${path}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}
