/** Versions of the API that are worse than they should be, and people enough to tell. */
import { setTimeout as delay } from 'node:timers/promises';

/** Options for Node that lay something between a program's server and its requests. */
function between(body: string): string {
  const script = `
    import { Server } from 'node:http';
    const { emit } = Server.prototype;
    let count = 0;
    Server.prototype.emit = function (event, ...args) {
      const pass = () => emit.call(this, event, ...args);
      if (event !== 'request' || !args[0].url.startsWith('/api/')) return pass();
      count += 1;
      ${body}
    };`;
  return `--import=data:text/javascript,${encodeURIComponent(script)}`;
}

export const versions = {
  slow: between('setTimeout(pass, 400); return true;'),
  // Less than the gateway's circuit breaker takes for a service that is down.
  erring: between('if (count % 5 > 0) return pass(); args[1].writeHead(500).end(); return true;'),
} as const;

/** Requests at a rate, whatever becomes of those before, until it is disposed of. */
export function startCrowd(url: string, requestsPerSecond: number): AsyncDisposable {
  const stop = new AbortController();
  const open = new Set<Promise<unknown>>();
  const asking = (async () => {
    while (!stop.signal.aborted) {
      const request = fetch(url).then(
        (answer) => answer.arrayBuffer(),
        () => undefined,
      );
      open.add(request);
      request.finally(() => open.delete(request));
      await delay(1000 / requestsPerSecond);
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await asking;
      await Promise.all(open);
    },
  };
}
