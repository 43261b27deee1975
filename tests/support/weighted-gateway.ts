/** A gateway that gives two versions of a small HTTP server their shares, and counts under Traefik's names. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Counter, Histogram, Registry } from 'prom-client';
import type { VersionNames } from '../../src/deployment/kubernetes/canary-queries.ts';

/** What a request takes in a version that is as it should be; enough to stand out from a busy machine's own delays. */
const USUAL_MS = 60;

export interface Gateway extends AsyncDisposable {
  readonly port: number;
  setCanary(listener: RequestListener): void;
  setShare(percent: number): void;
  /** Requests at a rate, whatever becomes of those before; ends when it is disposed of. */
  startCrowd(requestsPerSecond: number): AsyncDisposable;
}

/** Listeners of a version by what is wrong with it. */
export const versions = {
  good: answer(USUAL_MS, () => 200),
  slow: answer(USUAL_MS + 400, () => 200),
  erring: answer(USUAL_MS, (count) => (count % 5 === 0 ? 500 : 200)),
} as const;

function answer(afterMs: number, status: (count: number) => number): RequestListener {
  let count = 0;
  return async (_request, response) => {
    count += 1;
    const code = status(count);
    await delay(afterMs);
    response.writeHead(code).end();
  };
}

export async function startGateway({ stable, canary }: VersionNames): Promise<Gateway> {
  const registry = new Registry();
  const count = counterIn(registry);
  let [share, turn] = [0, 0];
  let canaryListener: RequestListener = versions.good;
  const stableServer = await listening(versions.good);
  const canaryServer = await listening((request, response) => canaryListener(request, response));
  const server = await listening(async (request, response) => {
    if (request.url === '/metrics') {
      response.end(await registry.metrics());
      return;
    }
    turn += 1;
    const isCanary = turn % 100 < share;
    const startedAt = performance.now();
    const { status } = await fetch(`http://127.0.0.1:${portOf(isCanary ? canaryServer : stableServer)}/`);
    const [service = ''] = isCanary ? canary : stable;
    count(service, status, performance.now() - startedAt);
    response.writeHead(status).end();
  });
  const port = portOf(server);
  return {
    port,
    setCanary(listener) {
      canaryListener = listener;
    },
    setShare(percent) {
      share = percent;
    },
    startCrowd: (requestsPerSecond) => startCrowd(port, requestsPerSecond),
    async [Symbol.asyncDispose]() {
      for (const each of [server, stableServer, canaryServer]) {
        each.closeAllConnections();
        await new Promise((resolve) => each.close(resolve));
      }
    },
  };
}

function counterIn(registry: Registry): (service: string, status: number, ms: number) => void {
  const registers = [registry];
  const labelNames = ['service', 'code', 'protocol'];
  const requests = new Counter({
    name: 'traefik_service_requests_total',
    help: 'requests',
    labelNames,
    registers,
  });
  const durations = new Histogram({
    name: 'traefik_service_request_duration_seconds',
    help: 'durations',
    labelNames,
    buckets: [0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5],
    registers,
  });
  return (service, status, ms) => {
    const labels = { service, code: String(status), protocol: 'http' };
    requests.inc(labels);
    durations.observe(labels, ms / 1000);
  };
}

function startCrowd(port: number, requestsPerSecond: number): AsyncDisposable {
  let isOver = false;
  const walk = async (): Promise<void> => {
    while (!isOver) {
      const requests = Array.from({ length: requestsPerSecond / 10 }, () =>
        fetch(`http://127.0.0.1:${port}/`).then((response) => response.body?.cancel()),
      );
      await Promise.all([...requests, delay(100)]);
    }
  };
  const walking = walk();
  return {
    async [Symbol.asyncDispose]() {
      isOver = true;
      await walking;
    },
  };
}

function listening(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
