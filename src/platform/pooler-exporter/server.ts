import { z } from 'zod';
import { createExporter, readPools } from './exporter.ts';

const environmentSchema = z.object({
  POOLER_EXPORTER_PORT: z.coerce.number().int().min(1).max(65_535),
  /** Of the pooler's own database, with a user of its `stats_users`. */
  POOLER_ADMIN_URL: z.url(),
});

/** Tells Prometheus of the pooler when the platform runs on one machine. */
function start(): void {
  const parsed = environmentSchema.safeParse(process.env);
  if (!parsed.success) {
    process.stderr.write(
      `The environment of the pooler's exporter is wrong:\n${z.prettifyError(parsed.error)}\n`,
    );
    process.exit(2);
  }
  const { POOLER_EXPORTER_PORT: port, POOLER_ADMIN_URL: adminUrl } = parsed.data;
  const exporter = createExporter(() => readPools(adminUrl));
  exporter.once('error', (error) => {
    process.stderr.write(`The pooler's exporter cannot listen on 127.0.0.1:${port}: ${error.message}\n`);
    process.exit(1);
  });
  exporter.listen(port, '127.0.0.1');
  process.once('SIGTERM', () => {
    exporter.close();
    exporter.closeAllConnections();
  });
}

start();
