import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually, freePort } from '../platform/support/services.ts';

const slow = { tags: ['slow'] };
let folder: string;
let mailbox: ChildProcess;
let page: string;
let send: (message: object) => Promise<unknown>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gomeet-mailbox-'));
  const [smtpPort, httpPort] = [await freePort(), await freePort()];
  const program = fileURLToPath(new URL('../../src/platform/mailbox/server.ts', import.meta.url));
  mailbox = spawn(process.execPath, [program], {
    stdio: 'inherit',
    env: {
      PATH: process.env.PATH,
      MAILBOX_SMTP_PORT: String(smtpPort),
      MAILBOX_HTTP_PORT: String(httpPort),
      MAILBOX_FOLDER: join(folder, 'mails'),
    },
  });
  page = `http://127.0.0.1:${httpPort}`;
  const transport = createTransport({ host: '127.0.0.1', port: smtpPort });
  send = (message) => transport.sendMail({ from: 'a@example.org', text: 'Hello', ...message });
  await eventually('the mailbox answers', async () =>
    expect((await fetch(`${page}/healthz`)).status).toBe(200),
  );
});
afterAll(async () => {
  const ended = new Promise((resolve) => mailbox.once('exit', resolve));
  mailbox.kill('SIGTERM');
  expect(await ended).toBe(0);
  await rm(folder, { recursive: true, force: true });
});

test('a mail is kept as a file, listed, shown and given to programs', slow, async () => {
  await send({ to: 'bob@example.org', subject: 'Grüße <b>', text: 'See https://example.org/?a=1' });
  await send({ to: 'eve@example.org', subject: 'Other' });
  const found = await fetch(`${page}/mails.json?to=bob@example.org`);
  const [mail] = (await found.json()) as { id: string }[];
  if (!mail) throw new Error('the mail is not listed');
  expect(mail).toMatchObject({ to: 'bob@example.org', subject: 'Grüße <b>' });
  expect(await readdir(join(folder, 'mails'))).toContain(`${mail.id}.eml`);

  const list = await fetch(page);
  expect(list.headers.get('content-security-policy')).toContain("default-src 'none'");
  const html = await list.text();
  expect(html.indexOf('Other')).toBeLessThan(html.indexOf('Grüße &lt;b&gt;'));
  const shown = await (await fetch(`${page}/mails/${mail.id}`)).text();
  expect(shown).toContain('<a href="https://example.org/?a=1">');
  const source = await fetch(`${page}/mails/${mail.id}.eml`);
  expect(source.headers.get('content-type')).toContain('text/plain');
  expect(await source.text()).toContain('To: bob@example.org');
});

test('what is not there, or leaves the folder, is not found', slow, async () => {
  for (const path of ['/mails/1', '/mails/..%2f..%2fsecrets', '/mails/../../secrets.json', '/nowhere'])
    expect((await fetch(page + path)).status).toBe(404);
  expect((await fetch(page, { method: 'POST' })).status).toBe(405);
});

test('a foreign name that leads here is refused', slow, async () => {
  const status = await new Promise((resolve) => {
    request(`${page}/mails.json`, { headers: { host: 'evil.example.org' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  expect(status).toBe(403);
});

test('a mail that is too large is refused and not kept', slow, async () => {
  const before = (await readdir(join(folder, 'mails'))).length;
  await expect(send({ to: 'b@example.org', text: 'x'.repeat(6 * 1024 * 1024) })).rejects.toThrow();
  expect(await readdir(join(folder, 'mails'))).toHaveLength(before);
});
