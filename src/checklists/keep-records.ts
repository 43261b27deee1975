import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChecklistName } from './checklists.ts';
import { type ChecklistRecord, checklistRecordSchema } from './records.ts';

/** @returns the file in which it is kept */
export async function keepRecord(folder: string, record: ChecklistRecord): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${record.id}.json`);
  await writeFile(path, `${JSON.stringify(record, null, 2)}\n`);
  return path;
}

/** The newest record of this list; undefined when it was never gone through. A file that is none is passed over. */
export async function lastRecord(folder: string, name: ChecklistName): Promise<ChecklistRecord | undefined> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.json'));
  // Their names are ULIDs: by name they are in order of time.
  for (const file of files.sort().reverse()) {
    const record = recordIn(await readFile(join(folder, file), 'utf8'));
    if (record?.checklist === name) return record;
  }
  return undefined;
}

function recordIn(text: string): ChecklistRecord | undefined {
  try {
    return checklistRecordSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
