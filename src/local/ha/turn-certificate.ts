import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { Layout } from '../layout.ts';
import { runCommand } from '../run-command.ts';

const dayMs = 86_400_000;
/** A deployment makes a new one from here on, long before a health check warns at 14 days. */
const renewWithDaysLeft = 30;
const termDays = 365;
const authorityTermDays = 3650;
/** P-256: every client of TLS 1.2 and 1.3 knows it. */
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'] as const;

/** The authority of this one platform, and the certificate that coturn shows on loopback. PEM; keys are for their owner alone. */
export interface TurnCertificateFiles {
  readonly authority: string;
  readonly authorityKey: string;
  readonly certificate: string;
  readonly key: string;
}

export function turnCertificateFiles({ directory }: Pick<Layout, 'directory'>): TurnCertificateFiles {
  const at = (name: string): string => join(directory, 'coturn', name);
  return {
    authority: at('authority.pem'),
    authorityKey: at('authority-key.pem'),
    certificate: at('certificate.pem'),
    key: at('key.pem'),
  };
}

/**
 * Makes what is missing, and a new certificate for one that ends within 30 days. Nobody outside of this platform trusts the
 * authority.
 *
 * @param nowMs Unix milliseconds
 * @throws GomeetError (prerequisite) when openssl is not there or refuses
 */
export async function ensureTurnCertificate(layout: Pick<Layout, 'directory'>, nowMs: number): Promise<void> {
  const files = turnCertificateFiles(layout);
  if (isGood(files, nowMs)) return;
  const folder = join(layout.directory, 'coturn');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (read(files.authority) === undefined || read(files.authorityKey) === undefined)
    await makeAuthority(folder, files);
  await issueTurnCertificate(layout, termDays);
}

/** Whether it is one of this authority's and lasts. */
function isGood({ authority, certificate, key }: TurnCertificateFiles, nowMs: number): boolean {
  const [issuer, shown] = [read(authority), read(certificate)];
  if (issuer === undefined || shown === undefined || read(key) === undefined) return false;
  const parsed = new X509Certificate(shown);
  return (
    parsed.verify(new X509Certificate(issuer).publicKey) &&
    Date.parse(parsed.validTo) > nowMs + renewWithDaysLeft * dayMs
  );
}

async function makeAuthority(folder: string, files: TurnCertificateFiles): Promise<void> {
  await inScratch(folder, async (at) => {
    const about = ['-subj', '/CN=GoMeet on this machine', '-days', String(authorityTermDays)];
    await openssl(['req', '-x509', ...newKey, '-keyout', at('key'), '-out', at('crt'), ...about]);
    renameSync(at('key'), files.authorityKey);
    renameSync(at('crt'), files.authority);
  });
}

/**
 * Puts a new certificate for 127.0.0.1 in the place of the one that is there. coturn reads it when it starts, and when it gets SIGUSR2.
 *
 * @param days from now to its end; negative for one that has ended
 */
export async function issueTurnCertificate(layout: Pick<Layout, 'directory'>, days: number): Promise<void> {
  const files = turnCertificateFiles(layout);
  await inScratch(join(layout.directory, 'coturn'), async (at) => {
    const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    await openssl(['req', ...newKey, '-keyout', at('key'), '-out', at('csr'), ...name]);
    const signer = ['-CA', files.authority, '-CAkey', files.authorityKey, '-copy_extensions', 'copy'];
    await openssl([
      ...['x509', '-req', '-in', at('csr'), '-out', at('crt')],
      ...signer,
      ...['-days', String(days)],
    ]);
    renameSync(at('key'), files.key);
    renameSync(at('crt'), files.certificate);
  });
}

/** A folder beside the files, so that each comes to its place in one step. openssl gives keys mode 0600. */
async function inScratch(
  folder: string,
  work: (at: (name: string) => string) => Promise<void>,
): Promise<void> {
  const scratch = mkdtempSync(join(folder, 'new-'));
  try {
    await work((name) => join(scratch, name));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function openssl(args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runCommand('openssl', args, { timeoutMs: 20_000 });
  if (exitCode === 0) return;
  throw new GomeetError(`openssl ${args[0]} cannot make the certificate of TURN: ${stderr.trim()}`, {
    exitCode: ExitCode.prerequisite,
    code: 'certificate-not-made',
    hint: 'gomeet setup --profile ha',
    docs: 'docs/checks.md#openssl',
  });
}

/** The text of a file; undefined when it is not there. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** What tells coturn's supervisor that it serves another certificate than before; nothing before the first one is made. */
export const shownCertificate = (layout: Pick<Layout, 'directory'>): string =>
  read(turnCertificateFiles(layout).certificate) ?? '';
