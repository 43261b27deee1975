import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureTurnCertificate, issueTurnCertificate, turnCertificateFiles } from './turn-certificate.ts';

const dayMs = 86_400_000;
let directory: string;
const files = () => turnCertificateFiles({ directory });
const shown = (): X509Certificate => new X509Certificate(readFileSync(files().certificate));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gomeet-turn-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('the certificate is for loopback, by the platform’s own authority, and keys are their owner’s alone', async () => {
  await ensureTurnCertificate({ directory }, Date.now());
  const authority = new X509Certificate(readFileSync(files().authority));
  expect(shown().checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(shown().verify(authority.publicKey)).toBe(true);
  for (const key of [files().key, files().authorityKey])
    expect((statSync(key).mode & 0o777).toString(8)).toBe('600');
});

test('a certificate that lasts is kept; one that ends within 30 days is replaced, under the same authority', async () => {
  await ensureTurnCertificate({ directory }, Date.now());
  const [first, authority] = [shown().serialNumber, readFileSync(files().authority, 'utf8')];
  await ensureTurnCertificate({ directory }, Date.now() + 300 * dayMs);
  expect(shown().serialNumber).toBe(first);
  await ensureTurnCertificate({ directory }, Date.now() + 340 * dayMs);
  expect(shown().serialNumber).not.toBe(first);
  expect(readFileSync(files().authority, 'utf8')).toBe(authority);
});

test('one that has ended is replaced', async () => {
  await ensureTurnCertificate({ directory }, Date.now());
  await issueTurnCertificate({ directory }, -1);
  expect(Date.parse(shown().validTo)).toBeLessThan(Date.now());
  await ensureTurnCertificate({ directory }, Date.now());
  expect(Date.parse(shown().validTo)).toBeGreaterThan(Date.now() + 300 * dayMs);
});
