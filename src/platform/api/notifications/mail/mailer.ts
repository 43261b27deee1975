import { createTransport } from 'nodemailer';
import type { Config } from '../../config.ts';
import { calendarText } from './calendar.ts';
import { type Letter, letterHtml, letterText } from './letter.ts';

/** Sends mail over SMTP: TLS when the server offers it, a few connections that are used again. */
export interface Mailer {
  /** @throws what the server or the network said. */
  send(to: string, letter: Letter): Promise<void>;
  close(): void;
}

/** A mail server may look at a letter for spam before it answers, so it gets longer for that than for a greeting. */
const connectTimeoutMs = 5_000;
const silenceTimeoutMs = 30_000;

export function createMailer({ smtpUrl, from }: NonNullable<Config['mail']>): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 3,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: silenceTimeoutMs,
    // A letter is made here and names no files and no addresses to fetch from.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (to, letter) => {
      const { event } = letter;
      await transport.sendMail({
        from,
        // An object is taken as it is; a text would be read as a list of addresses.
        to: { name: '', address: to },
        subject: letter.subject,
        text: letterText(letter),
        html: letterHtml(letter),
        // Automatic mail says so (RFC 3834), and nobody's holiday notice comes back.
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...(event && {
          icalEvent: { method: 'PUBLISH', filename: 'meeting.ics', content: calendarText(event, new Date()) },
        }),
      });
    },
    close: () => transport.close(),
  };
}
