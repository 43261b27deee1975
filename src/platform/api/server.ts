import { buildAdmin } from './admin.ts';
import { buildApp } from './app.ts';
import { ConfigError, parseConfig } from './config.ts';

/** An orderly end takes at most this long; whatever is then still open is cut. */
const stopWithinMs = 4500;

/** Starts one worker of the signaling API: the public port, its admin port, and its end on SIGTERM or SIGINT. */
async function start(): Promise<void> {
  const config = parseConfig(process.env);
  const app = buildApp(config);
  const admin = buildAdmin(app);
  await app.listen({
    host: config.host,
    port: config.port,
    // Several workers listen on one port and the kernel spreads connections over them: Node's own option.
    ...(config.reusePort && { reusePort: true }),
  });
  await admin.listen({ host: config.adminHost, port: config.adminPort });

  async function stop(signal: NodeJS.Signals): Promise<void> {
    if (app.lifecycle.draining) return;
    app.lifecycle.draining = true;
    app.log.info({ signal }, 'stopping');
    setTimeout(() => {
      app.log.warn('not everything ended in time');
      process.exit(0);
    }, stopWithinMs).unref();
    await app.close();
    await admin.close();
    process.exit(0);
  }
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof ConfigError ? 2 : 1);
});
