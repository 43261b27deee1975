import { createHash } from 'node:crypto';
import type { GomeetError } from '../../errors.ts';
import type { UserIds } from '../../local/service.ts';
import { repositoryError } from './repository-error.ts';
import { type BoundOutcome, runBound } from './run-bound.ts';
import { seal, unseal } from './sealed.ts';

/** A server of the database that backups are taken of. */
export interface DatabaseNode {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly dataDirectory: string;
}

interface RepositoryFile {
  readonly path: string;
  readonly bytes: number;
  /** Wall clock, milliseconds since 1970, in whole seconds. */
  readonly modifiedAt: number;
}

/** Where recovery ends: at a moment, at a named point, or at the end of the archive. */
type RecoveryTarget =
  | { readonly kind: 'latest' }
  | { readonly kind: 'time'; readonly at: number }
  | { readonly kind: 'point'; readonly name: string };

/** The backups of one platform in their storage, by pgBackRest; documents of our own lie sealed beside its files. */
export interface Repository {
  createStanza(node: DatabaseNode): Promise<void>;
  backup(type: 'full' | 'incr', node: DatabaseNode): Promise<void>;
  /** Its catalogue as pgBackRest prints it. */
  info(): Promise<unknown>;
  /** Checks every file against its checksum; a finding for each backup or archive that is not whole. */
  verify(): Promise<readonly string[]>;
  /** Restores files (those that differ, when some are there); the server that is started on them then recovers. */
  restore(request: { into: string; label: string; target: RecoveryTarget; resume: boolean }): Promise<void>;
  /** Files below a folder with their paths from the storage's root; none when there is no such folder. */
  list(folder: string): Promise<readonly RepositoryFile[]>;
  /** SHA-256 of a file's bytes as they are stored. */
  digest(path: string): Promise<string>;
  /** A file of pgBackRest's, decrypted. */
  decrypted(path: string): Promise<Buffer>;
  read(path: string): Promise<Buffer>;
  write(path: string, plain: Buffer): Promise<void>;
  remove(folder: string): Promise<void>;
}

export const stanza = 'gomeet';

export function openRepository(place: {
  readonly program: string;
  readonly configFile: string;
  readonly passwordFile: string;
  readonly workingDirectory: string;
  readonly user: UserIds | undefined;
  readonly sealKey: Buffer;
  readonly signal: AbortSignal;
}): Repository {
  const { signal, sealKey } = place;
  const attempt = (
    args: readonly string[],
    node?: DatabaseNode,
    io?: { input?: Buffer; onChunk?: (chunk: Buffer) => void },
  ): Promise<BoundOutcome> =>
    runBound(
      {
        command: place.program,
        arguments: [`--config=${place.configFile}`, `--stanza=${stanza}`, ...args],
        user: place.user,
        workingDirectory: place.workingDirectory,
        // The local server has no unix socket: libpq takes the host from here, and the password from a file of its own.
        env: {
          PATH: '/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin',
          LANG: 'C.UTF-8',
          TZ: 'UTC',
          ...(node && { PGHOST: node.host, PGPASSFILE: place.passwordFile }),
        },
        orphanSignal: 'TERM',
      },
      signal,
      io,
    );
  const failure = (args: readonly string[], outcome: BoundOutcome): GomeetError =>
    repositoryError(args.at(-1) ?? '', `${outcome.stderr}\n${outcome.stdout.toString('utf8')}`, signal);
  const run = async (...call: Parameters<typeof attempt>): Promise<Buffer> => {
    const outcome = await attempt(...call);
    if (outcome.exitCode !== 0) throw failure(call[0], outcome);
    return outcome.stdout;
  };
  const ofNode = ({ dataDirectory, port, user }: DatabaseNode): string[] => [
    `--pg1-path=${dataDirectory}`,
    `--pg1-port=${port}`,
    `--pg1-user=${user}`,
    '--pg1-database=postgres',
  ];
  return {
    createStanza: async (node) => void (await run([...ofNode(node), 'stanza-create'], node)),
    backup: async (type, node) => void (await run([...ofNode(node), `--type=${type}`, 'backup'], node)),
    async info() {
      const text = (await run(['--output=json', 'info'])).toString('utf8');
      const found = parsedOrUndefined(text);
      // What is wrong with the storage it tells here, and succeeds. 1: no stanza, 2: no backup, 99: anything else. With a wrong
      // key it quotes what it could not read, and that is no JSON.
      const status = found?.[0]?.repo?.[0]?.status;
      if (found === undefined || (status !== undefined && status.code > 2))
        throw repositoryError('info', status?.message ?? text, signal);
      return found;
    },
    async verify() {
      const text = (await run(['--output=text', 'verify'])).toString('utf8');
      if (/^status: ok$/m.test(text)) return [];
      const lines = text.split('\n').map((line) => line.trim());
      return lines.filter((line) => line !== '' && !/^(stanza|status): /.test(line));
    },
    async restore({ into, label, target, resume }) {
      const options = [`--pg1-path=${into}`, `--set=${label}`, ...(resume ? ['--delta'] : [])];
      await run([...options, ...targetOptions(target), 'restore']);
    },
    async list(folder) {
      const args = ['--recurse', '--output=json', 'repo-ls', folder];
      const found = JSON.parse((await run(args)).toString('utf8')) as Record<
        string,
        { type: string; size: number; time: number }
      >;
      return Object.entries(found)
        .filter(([, { type }]) => type === 'file')
        .map(([path, { size, time }]) => ({
          path: `${folder}/${path}`,
          bytes: size,
          modifiedAt: time * 1000,
        }));
    },
    async digest(path) {
      const hash = createHash('sha256');
      await run(['--raw', 'repo-get', path], undefined, { onChunk: (chunk) => hash.update(chunk) });
      return hash.digest('hex');
    },
    decrypted: (path) => run(['repo-get', path]),
    read: async (path) => unseal(sealKey, path, await run(['--raw', 'repo-get', path])),
    write: async (path, plain) =>
      void (await run(['--raw', 'repo-put', path], undefined, { input: seal(sealKey, path, plain) })),
    remove: async (folder) => void (await run(['--recurse', 'repo-rm', folder])),
  };
}

function parsedOrUndefined(
  text: string,
): { repo?: { status: { code: number; message: string } }[] }[] | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function targetOptions(target: RecoveryTarget): string[] {
  if (target.kind === 'latest') return ['--type=default'];
  const value =
    target.kind === 'point'
      ? target.name
      : new Date(target.at).toISOString().replace('T', ' ').replace('Z', '+00');
  const type = target.kind === 'point' ? 'name' : 'time';
  return [`--type=${type}`, `--target=${value}`, '--target-action=promote'];
}
