import { SMTPServer } from 'smtp-server';
import type { MailStore } from './mail-store.ts';

const maxMailBytes = 5 * 1024 * 1024;

/** Takes mail for anybody from this machine. There is neither a login nor TLS: it listens on loopback alone. */
export function createSmtpListener(store: MailStore): SMTPServer {
  return new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: maxMailBytes,
    // Turning a loopback address into a name would ask a name server.
    disableReverseLookup: true,
    onData: (stream, _session, done) => {
      store
        .keep(stream, () => !stream.sizeExceeded)
        .then(
          () => done(null),
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        );
    },
  });
}
