import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This very file says what our code is: `src/….ts` in a checkout, compiled to `dist/src/….js` in an installed package. */
const here = fileURLToPath(import.meta.url);
const extension = extname(here);
const folder = dirname(dirname(here));

/** Path of a program of ours that Node starts: `ownProgram('platform/api/server')`. */
export const ownProgram = (name: string): string => join(folder, `${name}${extension}`);

/** Folder of a part of our code: `ownFolder('platform/api')`. */
export const ownFolder = (name: string): string => join(folder, name);

/** Whether a file's name is that of code which runs here. */
export const isOwnCode = (name: string): boolean =>
  name.endsWith(extension) && !name.endsWith(`.test${extension}`);

/** Folder of the web app that a package brings; in a checkout setup builds it. */
export const packagedWebApp: string | undefined = extension === '.js' ? join(folder, '../web') : undefined;

/** What Node has to be for this code: a checkout's sources use syntax that only 24 reads, the compiled ones do not. */
export const nodeNeeded: string = extension === '.js' ? '22.19' : '24.0';
