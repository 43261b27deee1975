import { RUN_FILES } from '../results/write-run.ts';

/** What `report serve` shows; anything else does not exist for it. */
export type ServedPath =
  | { readonly kind: 'index' }
  | { readonly kind: 'run'; readonly id: string; readonly file: string; readonly contentType: string }
  | { readonly kind: 'readiness'; readonly file: string };

const RUN_PATH = /^\/runs\/([0-9A-HJKMNP-TV-Z]{26})\/([a-z]+\.(?:html|json))$/;
const READINESS_PATH = /^\/readiness\/([a-z-]+\.html)$/;

const TYPES: Readonly<Record<string, string>> = {
  [RUN_FILES.report]: 'text/html; charset=utf-8',
  [RUN_FILES.run]: 'application/json; charset=utf-8',
};

/**
 * The path of a request as one of the few things that are served. It is taken letter by letter, never decoded: a way out of the
 * folder has to be spelt with dots, slashes or per cent signs, and none of these fits a name here.
 */
export function servedPath(path: string): ServedPath | null {
  if (path === '/' || path === '/index.html') return { kind: 'index' };
  const run = RUN_PATH.exec(path);
  const [, id, file] = run ?? [];
  const contentType = TYPES[file ?? ''];
  if (id !== undefined && file !== undefined && contentType !== undefined)
    return { kind: 'run', id, file, contentType };
  const readiness = READINESS_PATH.exec(path)?.[1];
  return readiness === undefined ? null : { kind: 'readiness', file: readiness };
}
