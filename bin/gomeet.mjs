#!/usr/bin/env node
// Starts the compiled program of an installed package, in the Node that npm put it under. In a checkout `bin/gomeet` starts the sources.
// Written for old Nodes too, and imports what they lack only when asked: else they would say a SyntaxError instead of what is needed.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `error gomeet needs Node 22.19 or newer; found: ${process.execPath} (${process.versions.node})\n`,
  );
  process.stderr.write('Next: install a newer Node, then: npm install   in the same folder\n');
  process.exit(6);
}

// Compiled code is kept between runs, in the user's own folder: it halves the time to the first line of help.
const { HOME, NODE_COMPILE_CACHE, XDG_CACHE_HOME } = process.env;
const cache = XDG_CACHE_HOME || (HOME && join(HOME, '.cache'));
if (cache && !NODE_COMPILE_CACHE) module.enableCompileCache(join(cache, 'gomeet', 'compile'));

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'dist/src/main.js');
if (!existsSync(program)) {
  process.stderr.write(`error there is no compiled program at ${program}\n`);
  process.stderr.write('Next: npm run build   or, for the sources of this checkout: bin/gomeet\n');
  process.exit(6);
}
const { runProcess } = await import(pathToFileURL(program));
await runProcess(root.replace(/\/$/, ''));
