import { gunzipSync } from 'node:zlib';
import { beginMark, endMark, type PodFile } from './pod-script.ts';

/**
 * The files that a pod's log carries. One that was cut off, or does not unpack to what was packed, is left out: gzip's
 * own checksum decides.
 */
export function filesInLog(log: string): ReadonlyMap<PodFile, string> {
  const files = new Map<PodFile, string>();
  let name: PodFile | undefined;
  let lines: string[] = [];
  for (const line of log.split('\n')) {
    if (line.startsWith(`${beginMark} `)) {
      name = line.slice(beginMark.length + 1) as PodFile;
      lines = [];
    } else if (name !== undefined && line === `${endMark} ${name}`) {
      const text = unpacked(lines.join(''));
      if (text !== undefined) files.set(name, text);
      name = undefined;
    } else lines.push(line);
  }
  return files;
}

function unpacked(base64: string): string | undefined {
  try {
    return gunzipSync(Buffer.from(base64, 'base64')).toString('utf8');
  } catch {
    return undefined;
  }
}
