import { existsSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { removeCuts } from './cut-off.ts';
import type { Fault } from './fault.ts';
import { layoutOf } from './layout.ts';
import type { Service } from './service.ts';
import { Supervisor, type SupervisorEvent } from './supervisor.ts';

/**
 * The supervisor's process: `node supervise.ts <directory> <socket>`. It outlives the command that started
 * it and is spoken to over a unix socket, one JSON document a line:
 *
 *   GET /services     every service after a fresh look
 *   PUT /services     makes the running set equal to the body; answers events and an `end`
 *   DELETE /services  stops everything, answers events and an `end`, and leaves
 *   POST /services    brings the fault of the body into one service; answers when that was, or why not
 */
const [directory = '', socket = ''] = process.argv.slice(2);
const layout = layoutOf(directory);
const supervisor = new Supervisor(layout.processes);
/** With nothing to supervise for this long (the command that started it was killed) it goes by itself. */
const idleLimitMs = 30_000;
const tickMs = 1_000;
let idleSince = Date.now();

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (value: unknown): void => void response.write(`${JSON.stringify(value)}\n`);
  const emit = (event: SupervisorEvent): void => send(event);
  if (request.method === 'GET') {
    send(await supervisor.look());
    response.end();
  } else if (request.method === 'PUT') {
    await supervisor.apply(JSON.parse(await text(request)) as Service[], emit);
    response.end();
  } else if (request.method === 'POST') {
    send(await supervisor.fault(JSON.parse(await text(request)) as Fault));
    response.end();
  } else {
    await leave(emit, () => response.end());
  }
}

async function leave(emit: (event: SupervisorEvent) => void, last: () => void): Promise<void> {
  await supervisor.stopAll(emit);
  // Rules are kept by the kernel: of a target whose folder is gone no later command would find them.
  await removeCuts(directory);
  for (const path of [socket, layout.supervisor, layout.processes]) rmSync(path, { force: true });
  last();
  server.close(() => process.exit(0));
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: Error) => {
    process.stderr.write(`${new Date().toISOString()} ${request.method} failed: ${error.stack}\n`);
    response.destroy();
  });
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(
    signal,
    () =>
      void leave(
        () => undefined,
        () => undefined,
      ),
  );
}
// The terminal that started it may close: that is no reason to go.
process.on('SIGHUP', () => undefined);

/** Nobody finds a supervisor whose record was deleted (with its directory): it must not stay behind. */
const watch = setInterval(() => {
  if (!supervisor.isEmpty) idleSince = Date.now();
  if (existsSync(layout.supervisor) && Date.now() - idleSince < idleLimitMs) return;
  clearInterval(watch);
  void leave(
    () => undefined,
    () => undefined,
  );
}, tickMs);

rmSync(socket, { force: true });
server.listen(socket);
