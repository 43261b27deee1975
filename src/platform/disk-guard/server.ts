import { statfs } from 'node:fs/promises';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { createGuard } from './guard.ts';

const lookEveryMs = 1_000;

const environmentSchema = z.object({
  DISK_GUARD_PORT: z.coerce.number().int().min(1).max(65_535),
  /** JSON: each server with its Patroni and the folder on its disk. */
  DISK_GUARD_SERVERS: z
    .string()
    .transform((text, issue) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        issue.addIssue({ code: 'custom', message: 'accepted: JSON' });
        return z.NEVER;
      }
    })
    .pipe(
      z.array(z.object({ name: z.string().min(1), patroniUrl: z.url(), disk: z.string().min(1) })).min(1),
    ),
  PATRONI_USER: z.string().min(1),
  PATRONI_PASSWORD: z.string().min(1),
});

/** Watches the disks of PostgreSQL when the platform runs on one machine; answers at /healthz whether it sees the servers. */
async function start(): Promise<void> {
  const parsed = environmentSchema.safeParse(process.env);
  if (!parsed.success) {
    process.stderr.write(
      `The environment of the guard of the disks is wrong:\n${z.prettifyError(parsed.error)}\n`,
    );
    process.exit(2);
  }
  const environment = parsed.data;
  const guard = createGuard({
    servers: environment.DISK_GUARD_SERVERS,
    credentials: { user: environment.PATRONI_USER, password: environment.PATRONI_PASSWORD },
    freeBytes: (folder) =>
      statfs(folder).then(
        ({ bavail, bsize }) => bavail * bsize,
        () => undefined,
      ),
    tell: (line) => process.stderr.write(`${new Date().toISOString()} ${line}\n`),
  });
  const over = new AbortController();
  const server = createServer(({ url }, response) => {
    response.writeHead(url === '/healthz' ? (guard.sees ? 200 : 503) : 404).end();
  });
  server.once('error', (error) => {
    process.stderr.write(
      `The guard of the disks cannot listen on 127.0.0.1:${environment.DISK_GUARD_PORT}: ${error.message}\n`,
    );
    process.exit(1);
  });
  server.listen(environment.DISK_GUARD_PORT, '127.0.0.1');
  process.once('SIGTERM', () => {
    over.abort();
    server.close();
    server.closeAllConnections();
  });
  while (!over.signal.aborted) {
    await guard.look();
    await delay(lookEveryMs, undefined, { signal: over.signal }).catch(() => undefined);
  }
}

await start();
