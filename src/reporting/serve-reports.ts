import { readFile, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { AnswerPath } from '../adapters/page-server.ts';
import { listRuns } from '../results/list-runs.ts';
import { trialsOf } from '../results/trials.ts';
import { buildRunsPage } from './runs-page.ts';
import { servedPath } from './served-path.ts';
import { readReportTemplate } from './write-report.ts';

const HTML = 'text/html; charset=utf-8';

/** Where the pages of `report readiness` lie: beside the folder of the runs. */
export const readinessFolder = (runsDirectory: string): string => join(dirname(runsDirectory), 'readiness');

/** Answers paths with the index of all runs, made anew each time, and with the files of runs. Reads, and writes nothing. */
export function answerReports(projectRoot: string, runsDirectory: string): AnswerPath {
  return async (path) => {
    const served = servedPath(path);
    switch (served?.kind) {
      case 'index': {
        const runs = await listRuns(runsDirectory);
        const finished = runs.flatMap(({ run }) => run ?? []);
        const template = await readReportTemplate(projectRoot);
        const body = buildRunsPage({ runs, trials: trialsOf(finished), base: 'runs/', links: [] }, template);
        return { contentType: HTML, body };
      }
      case 'run':
        return read(runsDirectory, join(served.id, served.file), served.contentType);
      case 'readiness':
        return read(readinessFolder(runsDirectory), served.file, HTML);
      default:
        return null;
    }
  };
}

/** A file below a folder; null where there is none, or where a link leads out of the folder. */
async function read(folder: string, name: string, contentType: string): ReturnType<AnswerPath> {
  try {
    const [root, path] = await Promise.all([realpath(folder), realpath(join(folder, name))]);
    if (!path.startsWith(`${root}${sep}`)) return null;
    return { contentType, body: await readFile(path) };
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error.code))
    )
      return null;
    throw error;
  }
}
