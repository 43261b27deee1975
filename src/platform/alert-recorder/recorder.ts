import { appendFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** Alertmanager sends at most some hundred alerts of 1 KB at once. */
const maxBodyBytes = 1024 * 1024;

/**
 * Takes webhooks at any path (the path is the name of the receiver) and appends each to a file as
 * `{"arrivedMs", "receiver", "notification"}`. Alertmanager hears 200 only when the line is written, so what it believes told is told.
 */
export function createRecorder({
  file,
  now,
}: {
  readonly file: string;
  /** Milliseconds since 1970. */
  now(): number;
}): Server {
  // One after the other, so that lines never mix.
  let last: Promise<unknown> = Promise.resolve();
  return createServer((request, response) => {
    const arrivedMs = now();
    if (request.method !== 'POST') return answer(response, request.url === '/healthz' ? 200 : 404);
    if (Number(request.headers['content-length'] ?? maxBodyBytes + 1) > maxBodyBytes)
      return answer(response, 413);
    last = last.then(() => record(request, response, arrivedMs));
  });

  async function record(
    request: IncomingMessage,
    response: ServerResponse,
    arrivedMs: number,
  ): Promise<void> {
    try {
      const notification: unknown = JSON.parse(await text(request));
      const receiver = request.url?.slice(1) ?? '';
      await appendFile(file, `${JSON.stringify({ arrivedMs, receiver, notification })}\n`);
      answer(response, 200);
    } catch (error) {
      answer(response, error instanceof SyntaxError ? 400 : 500);
    }
  }
}

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}
