import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { createHttpListener } from './http-listener.ts';
import { MailStore } from './mail-store.ts';
import { createSmtpListener } from './smtp-listener.ts';

const port = z.coerce.number().int().min(1).max(65_535);
const environmentSchema = z.object({
  MAILBOX_SMTP_PORT: port,
  MAILBOX_HTTP_PORT: port,
  MAILBOX_FOLDER: z.string().min(1),
});

const loopback = '127.0.0.1';

/**
 * Where mail goes when the platform runs on one machine: it is taken over real SMTP, kept as files and shown on a page,
 * so that nobody needs a mail server to try out what arrives by mail, and nothing reaches a real mailbox by mistake.
 */
async function start(): Promise<void> {
  const parsed = environmentSchema.safeParse(process.env);
  if (!parsed.success) {
    process.stderr.write(`The environment of the mailbox is wrong:\n${z.prettifyError(parsed.error)}\n`);
    process.exit(2);
  }
  const { MAILBOX_SMTP_PORT: smtpPort, MAILBOX_HTTP_PORT: httpPort, MAILBOX_FOLDER: folder } = parsed.data;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const store = new MailStore(folder);
  const smtp = createSmtpListener(store);
  const http = createHttpListener(store);
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    smtp.once('error', reject);
    // The page is the sign that it is ready, so it comes last.
    smtp.listen(smtpPort, loopback, () => http.listen(httpPort, loopback, resolve));
  });
  // From now on an error is that of one client.
  smtp.on('error', (error) => process.stderr.write(`smtp: ${error.message}\n`));
  process.once('SIGTERM', () => {
    http.close();
    http.closeAllConnections();
    smtp.close(() => process.exit(0));
  });
}

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
