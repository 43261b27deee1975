import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ExitCode, GomeetError } from '../errors.ts';

/**
 * The API token: from a file, else from DIGITALOCEAN_TOKEN. Never from an argument, which every process of the machine can read.
 *
 * @throws GomeetError (prerequisite) where there is none; what the file holds is not repeated
 */
export async function readDigitalOceanToken(
  { env, cwd }: { readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string },
  file: string | undefined,
): Promise<string> {
  const token = (file === undefined ? env.DIGITALOCEAN_TOKEN : await contentOf(resolve(cwd, file)))?.trim();
  if (token === undefined || token === '')
    throw missing(file === undefined ? 'DIGITALOCEAN_TOKEN is not set' : `${file} is empty`);
  if (/\s/.test(token)) throw missing(`${file ?? 'DIGITALOCEAN_TOKEN'} holds more than a token`);
  return token;
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw missing(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
  }
}

const missing = (what: string): GomeetError =>
  new GomeetError(`no DigitalOcean token: ${what}`, {
    exitCode: ExitCode.prerequisite,
    code: 'digitalocean-token-missing',
    hint: 'set DIGITALOCEAN_TOKEN (gomeet cost catalog refresh also takes --token-file <path>); make one at cloud.digitalocean.com/account/api/tokens',
  });
