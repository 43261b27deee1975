/** Has ffmpeg make every clip that a file describes: `node make-clips.mjs clips.json <folder>`. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [description, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const { name, ffmpeg } of JSON.parse(readFileSync(description, 'utf8')))
  execFileSync('ffmpeg', [...ffmpeg.split(' '), join(folder, name)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
