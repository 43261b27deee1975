/** A real Prometheus that reads one address every second. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../local/local-gomeet.ts';

export interface RunningPrometheus extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
}

/** @param target what it reads, `host:port` @param address where it listens */
export async function startPrometheus(target: string, address = '127.0.0.1'): Promise<RunningPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'gomeet-prometheus-'));
  const port = await freePort(address);
  const config = {
    global: { scrape_interval: '1s' },
    scrape_configs: [{ job_name: 'traefik', static_configs: [{ targets: [target] }] }],
  };
  // JSON is YAML too.
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}:${port}`,
    ],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  await until('Prometheus answers', () =>
    fetch(`http://${address}:${port}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return {
    address,
    port,
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(address: string): Promise<number> {
  const server = createServer();
  server.listen(0, address);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
