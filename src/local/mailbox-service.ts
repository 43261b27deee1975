import { digestOf } from './digest.ts';
import type { ProfileInputs } from './lean-profile.ts';
import { ownProgram } from './own-code.ts';
import type { Service } from './service.ts';
import { baseEnv } from './service-settings.ts';

/** Takes what the platform mails, over real SMTP, and shows it on a page: on one machine nothing goes to the world. */
export function mailbox({ layout, ports, programs, projectRoot, mailboxCode }: ProfileInputs): Service {
  const env = {
    ...baseEnv,
    MAILBOX_SMTP_PORT: String(ports['mailbox-smtp']),
    MAILBOX_HTTP_PORT: String(ports.mailbox),
    MAILBOX_FOLDER: layout.mailbox,
  };
  return {
    name: 'mailbox',
    kind: 'process',
    command: programs.node,
    arguments: [ownProgram('platform/mailbox/server')],
    env,
    workingDirectory: projectRoot,
    needs: [],
    readiness: { kind: 'http', url: `http://127.0.0.1:${ports.mailbox}/healthz` },
    readyWithinMs: 20_000,
    stop: { signal: 'SIGTERM', timeoutMs: 3_000 },
    address: `127.0.0.1:${ports.mailbox}`,
    logFile: `${layout.logs}/mailbox.log`,
    digests: { program: programs.versions.node, code: mailboxCode, environment: digestOf(env) },
  };
}
