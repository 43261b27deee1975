import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { ProcessLife } from './process-growth.ts';

type Sample = ProcessLife['samples'][number];

/** Processes that are looked at until stopped. */
export interface WatchedProcesses {
  /** Each process that was seen, with all samples of its life. */
  readonly lives: readonly ProcessLife[];
  stop(): Promise<void>;
}

/** 18 looks in each window of three minutes. */
const lookEveryMs = 10_000;

/**
 * Reads memory and open descriptors of everything that a platform runs from /proc: its supervisor, what descends from that, and what works
 * in its folder (Patroni's PostgreSQL is nobody's child).
 */
export function watchProcesses(
  platform: { readonly supervisorId: number; readonly directory: string },
  monotonic: () => number,
): WatchedProcesses {
  // A number may be given to another process later: the tick at which it began makes it one of a kind.
  const lives = new Map<string, ProcessLife & { readonly samples: Sample[] }>();
  const look = async (): Promise<void> => {
    for (const { processId, beganTick } of familyOf(platform)) {
      // What probes the platform lives in this process too, and is not kept waiting.
      await setImmediate();
      const sample = sampleOf(processId, monotonic());
      if (sample === undefined) continue;
      const key = `${processId} ${beganTick}`;
      const life = lives.get(key) ?? { name: nameOf(processId), processId, samples: [] };
      life.samples.push(sample);
      lives.set(key, life);
    }
  };
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, lookEveryMs);
  return {
    get lives() {
      return [...lives.values()];
    },
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

interface Row {
  readonly processId: number;
  readonly parent: number;
  readonly beganTick: string;
}

function familyOf({ supervisorId, directory }: Parameters<typeof watchProcesses>[0]): readonly Row[] {
  const rows = readdirSync('/proc').flatMap((entry) => (/^\d+$/.test(entry) ? rowOf(Number(entry)) : []));
  const members = new Map(
    rows
      .filter(({ processId }) => processId === supervisorId || worksIn(processId, directory))
      .map((row) => [row.processId, row]),
  );
  // A map is walked in order of insertion, what is added meanwhile included.
  for (const parent of members.keys())
    for (const row of rows) if (row.parent === parent) members.set(row.processId, row);
  return [...members.values()];
}

function worksIn(processId: number, directory: string): boolean {
  return linkOf(`/proc/${processId}/cwd`)?.startsWith(`${directory}/`) ?? false;
}

/** Fields 4 and 22 of /proc/<pid>/stat: parent and beginning; they follow the name, which may hold spaces. */
function rowOf(processId: number): Row[] {
  const stat = textOf(`/proc/${processId}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields === undefined ? [] : [{ processId, parent: Number(fields[1]), beganTick: fields[19] ?? '' }];
}

function sampleOf(processId: number, atMs: number): Sample | undefined {
  const memory = textOf(`/proc/${processId}/smaps_rollup`);
  const kibibytes = /^Pss_Anon:\s+(\d+) kB$/m.exec(memory ?? '')?.[1];
  const descriptors = descriptorsOf(processId);
  if (kibibytes === undefined || descriptors === undefined) return undefined;
  return { atMs, memoryBytes: Number(kibibytes) * 1024, descriptors };
}

/** The program and what tells it from its like: a configuration file, a worker's name, what PostgreSQL calls its process. */
function nameOf(processId: number): string {
  const words = (textOf(`/proc/${processId}/cmdline`) ?? '').split('\0').filter((word) => word !== '');
  const shown = words.filter((word) => !word.startsWith('--disable')).map((word) => word.split('/').at(-1));
  return shown.slice(0, 4).join(' ').slice(0, 60);
}

/** PostgreSQL keeps the files of its tables open on purpose, up to 1,000 (`max_files_per_process`): a cache too. */
const tableFile = /\/data\/(base|global|pg_\w+)\//;

function descriptorsOf(processId: number): number | undefined {
  try {
    const folder = `/proc/${processId}/fd`;
    return readdirSync(folder).filter((name) => !tableFile.test(linkOf(`${folder}/${name}`) ?? '')).length;
  } catch {
    return undefined;
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}
