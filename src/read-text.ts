import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';

const MEBIBYTE = 2 ** 20;
/** Hundreds of runs are read at once, and each has a piece in hand. */
const PIECE_BYTES = 2 ** 16;

/** Nobody writes more than this by hand, and a parser of YAML takes a hundred times the memory. */
const WRITTEN_BYTES_MAX = 16 * MEBIBYTE;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is a file',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
};

/** An error of the file system as the end of a sentence. */
export function whyUnreadable(cause: unknown): string {
  const { code = '', message = String(cause) } = cause as NodeJS.ErrnoException;
  return REASONS[code] ?? (code === '' ? message : `the system says ${code}`);
}

/**
 * Reads a file that a user named: text in UTF-8, with or without a mark in front, of at most so many bytes.
 *
 * @throws Error whose message ends the sentence "<file> cannot be read: …"; what to do about it, the caller knows
 */
export async function readText(path: string, bytesMax = WRITTEN_BYTES_MAX): Promise<string> {
  const bytes = await readAtMost(path, bytesMax + 1).catch((cause: unknown) => {
    throw new Error(whyUnreadable(cause), { cause });
  });
  if (bytes.length > bytesMax)
    throw new Error(`it is larger than ${bytesMax / MEBIBYTE} MiB, which is the most that is read`);
  const text = new TextDecoder().decode(bytes);
  // A zero is valid UTF-8 and in no text: it tells binaries, and UTF-16.
  if (!isUtf8(bytes) || bytes.includes(0)) throw new Error(`line ${lineOfFault(text)} is no text in UTF-8`);
  return text;
}

/** Stops where there is more, so that a device without an end is read no further than a large file. */
async function readAtMost(path: string, bytesMax: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const chunks: Buffer[] = [];
    for (let left = bytesMax; left > 0; ) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(left, PIECE_BYTES)));
      if (bytesRead === 0) break;
      chunks.push(buffer.subarray(0, bytesRead));
      left -= bytesRead;
    }
    return Buffer.concat(chunks);
  } finally {
    await file.close();
  }
}

/** Line of the first zero, or of what was decoded in the place of a byte that fits nowhere. */
function lineOfFault(text: string): number {
  const found = ['\0', '\ufffd'].map((fault) => text.indexOf(fault)).filter((at) => at !== -1);
  return text.slice(0, Math.min(...found)).split('\n').length;
}
