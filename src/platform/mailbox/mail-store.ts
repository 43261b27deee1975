import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Mail, parseMail } from './parse-mail.ts';

export interface KeptMail extends Mail {
  readonly id: string;
}

/** When it came in milliseconds since 1970, so that names sort by it, and something that no other has. */
const idPattern = /^\d{13}-[0-9a-f]{8}$/;
/** Older ones go: it is a mailbox for trying things out. */
const keptMails = 500;

/** Mails as files, each as it came, named `<id>.eml`. */
export class MailStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Keeps a mail; the file gets its name when it is whole.
   * @param isWhole asked when it has come to its end
   * @throws when it is not
   */
  async keep(content: Readable, isWhole: () => boolean): Promise<void> {
    const id = `${Date.now()}-${randomBytes(4).toString('hex')}`;
    const unfinished = join(this.#folder, `${id}.part`);
    try {
      await pipeline(content, createWriteStream(unfinished, { mode: 0o600 }));
      if (!isWhole()) throw new Error('the mail is too large');
      await rename(unfinished, this.#path(id));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    const surplus = (await this.#ids()).slice(keptMails);
    await Promise.all(surplus.map((old) => rm(this.#path(old), { force: true })));
  }

  /** Newest first. @param to only those to this address */
  async list(limit: number, to?: string): Promise<KeptMail[]> {
    const found: KeptMail[] = [];
    for (const id of await this.#ids()) {
      const mail = await this.read(id);
      if (mail && (to === undefined || mail.to.toLowerCase().includes(to.toLowerCase()))) found.push(mail);
      if (found.length === limit) break;
    }
    return found;
  }

  async read(id: string): Promise<KeptMail | undefined> {
    const source = await this.source(id);
    return source && { id, ...parseMail(source.toString('latin1')) };
  }

  /** The mail as it came; undefined if there is none of that id. */
  async source(id: string): Promise<Buffer | undefined> {
    if (!idPattern.test(id)) return undefined;
    try {
      return await readFile(this.#path(id));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.eml`);
  }

  async #ids(): Promise<string[]> {
    const names = await readdir(this.#folder);
    return names
      .filter((name) => name.endsWith('.eml'))
      .map((name) => name.slice(0, -4))
      .filter((id) => idPattern.test(id))
      .sort()
      .reverse();
  }
}
