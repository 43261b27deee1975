import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { WorkProgress } from '../../local/world.ts';
import { type Cluster, connectCluster } from '../cluster.ts';
import {
  apiServerFlags,
  etcdFlags,
  freePort,
  LOOPBACK,
  writeKubeconfig,
  writeServerFiles,
} from './control-plane-files.ts';
import {
  buildPrograms,
  missingPrograms,
  type ProvingProgram,
  type ProvingWorld,
  programPath,
  stagesPath,
} from './proving-programs.ts';
import { volumeStage } from './volume-stage.ts';

/** A control plane of our own on loopback, with nodes that KWOK plays: what the scheduler does there costs nothing. */
export interface ProvingCluster extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly kubeconfig: string;
}

export interface ProvingGround {
  /** Programs that have to be built first. */
  missing(): readonly string[];
  build(progress: WorkProgress): Promise<void>;
  /** @param volumeDriver CSI driver whose volumes come when they are asked for */
  start(volumeDriver: string): Promise<ProvingCluster>;
}

export function createProvingGround(world: ProvingWorld): ProvingGround {
  return {
    missing: () => missingPrograms(world),
    build: (progress) => buildPrograms(world, progress),
    start: (volumeDriver) => startControlPlane(world, volumeDriver),
  };
}

async function startControlPlane(world: ProvingWorld, volumeDriver: string): Promise<ProvingCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'gomeet-proof-'));
  const running = new Programs(world, folder);
  try {
    const kubeconfig = await startServer(running, folder);
    const cluster = connectCluster({ env: { ...world.env, KUBECONFIG: kubeconfig } }, undefined);
    const reached = [`--kubeconfig=${kubeconfig}`, '--leader-elect=false'];
    // Pods are made at once by hand: the usual 20 requests a second are meant for servers that others need as well.
    const quick = ['--kube-api-qps=500', '--kube-api-burst=1000'];
    running.start('kube-controller-manager', ...reached, ...quick, '--secure-port=0', '--controllers=*');
    const port = await freePort();
    running.start(
      'kube-scheduler',
      ...reached,
      ...quick,
      `--secure-port=${port}`,
      '--bind-address=127.0.0.1',
    );
    const stages = join(folder, 'stages.yaml');
    writeFileSync(
      stages,
      `${readFileSync(stagesPath(world), 'utf8')}\n---\n${JSON.stringify(volumeStage(volumeDriver))}\n`,
    );
    running.start('kwok', `--kubeconfig=${kubeconfig}`, `--config=${stages}`, '--manage-all-nodes=true');
    await running.until('service accounts are made', async () =>
      isThere(
        cluster.get({ apiVersion: 'v1', kind: 'ServiceAccount', namespace: 'default', name: 'default' }),
      ),
    );
    return { cluster, kubeconfig, [Symbol.asyncDispose]: () => running.end() };
  } catch (error) {
    await running.end();
    throw error;
  }
}

async function startServer(running: Programs, folder: string): Promise<string> {
  const [etcd, peer] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
  const port = await freePort();
  running.start('etcd', ...etcdFlags(folder, etcd, peer));
  const token = writeServerFiles(folder);
  running.start(
    'kube-apiserver',
    ...apiServerFlags(folder, { etcd, address: LOOPBACK, port, services: '10.0.0.0/16' }),
  );
  const key = join(folder, 'certificates', 'apiserver.key');
  await running.until('the API server has its certificate', async () => existsSync(key));
  return writeKubeconfig(folder, 'proof', `https://127.0.0.1:${port}`, token);
}

const isThere = (call: Promise<unknown>): Promise<boolean> =>
  call.then(
    (found) => found !== null,
    () => false,
  );

/** A control plane is there nine seconds after its start on an idle machine of two cores. */
const START_MS = 120_000;

/** The programs of one control plane, which end together and leave nothing. */
class Programs {
  readonly #world: ProvingWorld;
  readonly #folder: string;
  readonly #children: { readonly name: string; readonly child: ChildProcess }[] = [];

  constructor(world: ProvingWorld, folder: string) {
    this.#world = world;
    this.#folder = folder;
  }

  start(name: ProvingProgram, ...args: string[]): void {
    const log = openSync(join(this.#folder, `${name}.log`), 'a');
    const child = spawn(programPath(this.#world, name), args, {
      stdio: ['ignore', log, log],
      detached: true,
    });
    child.on('error', () => undefined);
    this.#children.push({ name, child });
  }

  /** @throws GomeetError (critical) when a program ends meanwhile, (timeout) when it takes too long */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + START_MS;
    while (!(await isSo())) {
      this.#world.signal.throwIfAborted();
      const gone = this.#children.find(({ child }) => child.exitCode !== null || child.pid === undefined);
      if (gone !== undefined) throw this.#failure(`${gone.name} has ended`, gone.name, ExitCode.critical);
      if (performance.now() > deadline)
        throw this.#failure(`not within ${START_MS / 1000} s: ${what}`, 'kube-apiserver', ExitCode.timeout);
      await delay(200);
    }
  }

  #failure(why: string, name: string, exitCode: ExitCode): GomeetError {
    const log = readFileSync(join(this.#folder, `${name}.log`), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(-5);
    return new GomeetError(`the control plane of the proof did not start: ${why}\n${log.join('\n')}`, {
      exitCode,
      code: 'no-control-plane',
      hint: 'gomeet plan prove --kubernetes   (again; free memory: about 1 GiB is needed)',
    });
  }

  async end(): Promise<void> {
    for (const { child } of this.#children.toReversed()) {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) continue;
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      // Everything here is thrown away: there is nothing to end in order.
      child.kill('SIGKILL');
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
