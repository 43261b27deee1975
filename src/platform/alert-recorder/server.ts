import { z } from 'zod';
import { createRecorder } from './recorder.ts';

const environmentSchema = z.object({
  ALERT_RECORDER_PORT: z.coerce.number().int().min(1).max(65_535),
  ALERT_RECORDER_FILE: z.string().min(1),
});

/** Where alerts go when the platform runs on one machine: Alertmanager's webhooks are kept, one a line, with the moment they arrived. */
function start(): void {
  const parsed = environmentSchema.safeParse(process.env);
  if (!parsed.success) {
    process.stderr.write(
      `The environment of the alert recorder is wrong:\n${z.prettifyError(parsed.error)}\n`,
    );
    process.exit(2);
  }
  const { ALERT_RECORDER_PORT: port, ALERT_RECORDER_FILE: file } = parsed.data;
  const recorder = createRecorder({ file, now: Date.now });
  recorder.once('error', (error) => {
    process.stderr.write(`The alert recorder cannot listen on 127.0.0.1:${port}: ${error.message}\n`);
    process.exit(1);
  });
  recorder.listen(port, '127.0.0.1');
  process.once('SIGTERM', () => {
    recorder.close();
    recorder.closeAllConnections();
  });
}

start();
