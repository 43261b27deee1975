import { setTimeout as delay } from 'node:timers/promises';
import type { Connections, LocalTarget } from '../adapters/local-target.ts';
import type { PlatformDoors } from '../adapters/platform-doors.ts';
import type { BackupWorld } from '../backup/backup-world.ts';
import type { Context } from '../context.ts';
import { GomeetError } from '../errors.ts';
import { carryOutDataStep } from './carry-out-data-step.ts';
import { carryOutCertificateStep, isCertificateStep } from './certificate-step.ts';
import { isDataStep } from './data-step.ts';
import { type Drill, type FaultAct, type Role, type Step, stepsOf } from './drill.ts';
import type { DrillScene } from './drill-ground.ts';
import { findRoles } from './find-role.ts';
import { proveFault } from './prove-fault.ts';

type Target = Pick<LocalTarget, 'faults' | 'status' | 'deploy'>;

/** What a fault is carried out with. */
export interface FaultScene extends DrillScene {
  readonly ctx: Pick<Context, 'monotonic' | 'scrape' | 'getJson' | 'signal'>;
  /** For steps about the data, their copies and certificates; without it these are refused. */
  readonly world?: BackupWorld;
  readonly target: Target;
  readonly doors: PlatformDoors;
  readonly connections: Connections;
}

/** The same with everything that such steps need. */
export type WholeScene = FaultScene & { readonly world: BackupWorld };

/** What a drill did to the platform, and whether it was seen from outside. */
export interface FaultRecord {
  /** The moment of the first fault, by the monotonic clock; null before it. */
  atMs: number | null;
  wallMs: number | null;
  readonly commands: string[];
  /** In words what was seen from outside. */
  readonly proofs: string[];
  /** What should have been seen and was not. */
  readonly unproven: string[];
  /** What was promised of the way back and did not come true, each in a sentence. */
  readonly shortcomings: string[];
  /** From here on what was acknowledged is given up by a restore to this moment; null when nothing is given up. */
  givenUpFromMs: number | null;
  /** A connection from before the fault, that has to outlive it. */
  witness?: { ask(): Promise<void>; close(): void };
  /** What is broken and has to be mended, latest last. */
  readonly broken: {
    readonly act: FaultAct | 'stay-down' | 'drained' | 'storage-away' | 'elsewhere' | 'certificate-ended';
    readonly service: string;
    /** How it is mended, where the supervisor's switches do not do it. */
    readonly undo?: () => Promise<void>;
  }[];
}

export const noFault = (): FaultRecord => ({
  atMs: null,
  wallMs: null,
  commands: [],
  proofs: [],
  unproven: [],
  shortcomings: [],
  givenUpFromMs: null,
  broken: [],
});

/** Carries out the steps of a drill in their order, and writes down what was done. */
export async function carryOutSteps(
  scene: FaultScene,
  drill: Pick<Drill, 'steps' | 'haSteps'>,
  record: FaultRecord,
): Promise<void> {
  for (const step of stepsOf(drill, scene.connections.profile)) {
    scene.ctx.signal.throwIfAborted();
    await carryOut(scene, step, record);
  }
}

async function carryOut(scene: FaultScene, step: Step, record: FaultRecord): Promise<void> {
  const { ctx, target } = scene;
  if (isCertificateStep(step)) return carryOutCertificateStep(whole(scene), step, record);
  if (isDataStep(step)) return carryOutDataStep(whole(scene), step, record);
  switch (step.act) {
    case 'wait':
      return void (await delay(step.ms, undefined, { signal: ctx.signal }));
    case 'await-door':
      return scene.awaitDoor(step.door, step.ms);
    case 'mend':
      return mend(scene, record, ({ act }) => act === step.what);
    case 'stay-down':
      for (const service of await servicesOf(scene, step.who)) {
        record.broken.push({ act: 'stay-down', service });
        await target.faults.restartPolicy(service, 'never');
      }
      return;
    case 'roll-workers':
      return rollWorkers(scene, record);
    case 'kill-everything':
      return killEverything(scene, record);
    case 'cold-start':
      return coldStart(scene, record);
    default: {
      const services = await servicesOf(scene, step.who);
      await Promise.all(services.map((service) => breakService(scene, record, step.act, service)));
    }
  }
}

function whole({ world, ...scene }: FaultScene): WholeScene {
  if (world === undefined) throw new Error('steps about the data cannot be carried out here');
  return { ...scene, world };
}

const servicesOf = (scene: FaultScene, who: Role): Promise<readonly string[]> =>
  findRoles(scene.ctx, scene.doors, scene.connections, who);

async function breakService(
  scene: FaultScene,
  record: FaultRecord,
  act: FaultAct,
  service: string,
  signal?: NodeJS.Signals,
): Promise<void> {
  const { faults } = scene.target;
  const before = (await scene.target.status()).services.find(({ name }) => name === service);
  // On the list first: a fault whose receipt never comes has to be mended too.
  const broken = { act, service };
  if (act !== 'kill') record.broken.push(broken);
  const done =
    act === 'kill'
      ? faults.kill(service, signal)
      : act === 'freeze'
        ? faults.freeze(service)
        : act === 'stop'
          ? faults.stop(service)
          : act === 'cut-off'
            ? faults.cutOff(service)
            : faults.fillDisk(service);
  const receipt = await done.catch((error: unknown) => {
    // Refused: nothing has changed, so there is nothing to be mended.
    if (error instanceof GomeetError && error.code === 'fault-not-possible' && act !== 'kill')
      record.broken.splice(record.broken.indexOf(broken), 1);
    throw error;
  });
  record.atMs ??= receipt.at;
  record.wallMs ??= receipt.wallMs;
  record.commands.push(receipt.command);
  scene.note('fault', `${service}: ${act}, by \`${receipt.command}\``, receipt.at);
  const proof = await proveFault(scene.doors, act, before, receipt.command);
  (proof.isProven ? record.proofs : record.unproven).push(`${service}: ${proof.seen}`);
}

/** A worker lets its people go over 30 s at most, and starts within some seconds. */
const rolledWithinMs = 60_000;

async function rollWorkers(scene: FaultScene, record: FaultRecord): Promise<void> {
  const workers = (await scene.target.status()).services.filter(({ name }) => name.startsWith('api-'));
  for (const { name, processId } of workers) {
    await breakService(scene, record, 'kill', name, 'SIGTERM');
    const deadlineMs = scene.ctx.monotonic() + rolledWithinMs;
    for (;;) {
      const now = (await scene.target.status()).services.find((service) => service.name === name);
      if (now?.state === 'ready' && now.processId !== processId) break;
      if (scene.ctx.monotonic() > deadlineMs)
        throw new Error(`${name} was asked to leave and is not back after ${rolledWithinMs / 1000} s`);
      await delay(100, undefined, { signal: scene.ctx.signal });
    }
    scene.note('recovery', `${name} is ready again`);
  }
}

async function killEverything(scene: FaultScene, record: FaultRecord): Promise<void> {
  const { services } = await scene.target.status();
  const running = services.filter(({ processId }) => processId !== null);
  for (const { name } of running) {
    record.broken.push({ act: 'stay-down', service: name });
    await scene.target.faults.restartPolicy(name, 'never');
  }
  await Promise.all(running.map(({ name }) => breakService(scene, record, 'kill', name)));
}

/** Brings everything up in the order of dependency, as after a power cut. */
async function coldStart(scene: FaultScene, record: FaultRecord): Promise<void> {
  const apiWorkers = record.broken.filter(({ service }) => service.startsWith('api-')).length;
  const { profile } = scene.connections;
  await scene.target.deploy({ profile, apiWorkers, progress: silent });
  scene.note('recovery', 'gomeet deploy has started everything again');
  await mend(scene, record, () => true);
}

const silent = { step: () => ({ update() {}, succeed() {}, fail() {} }), note() {} };

/** Undoes what is broken and fits, latest first. A mending that fails is told, and the others are done all the same. */
export async function mend(
  scene: Pick<FaultScene, 'target' | 'note'>,
  record: FaultRecord,
  fits: (broken: FaultRecord['broken'][number]) => boolean,
): Promise<void> {
  const { faults } = scene.target;
  for (const broken of record.broken.filter(fits).reverse()) {
    const { act, service } = broken;
    try {
      if (broken.undo !== undefined) await broken.undo();
      else if (act === 'freeze') await faults.thaw(service);
      else if (act === 'stop') await faults.start(service);
      else if (act === 'cut-off') await faults.reconnect(service);
      else if (act === 'fill-disk') await faults.freeDisk(service);
      else await bringBack(scene.target, service);
      record.broken.splice(record.broken.indexOf(broken), 1);
      scene.note('recovery', `${service}: ${act === 'stay-down' ? 'may start again' : `${act} is undone`}`);
    } catch (error) {
      scene.note('recovery', `${service}: ${act} could not be undone: ${(error as Error).message}`);
    }
  }
}

async function bringBack({ faults }: Target, service: string): Promise<void> {
  await faults.restartPolicy(service, 'always');
  await faults.start(service).catch((error: unknown) => {
    if (!(error instanceof GomeetError && error.code === 'already-running')) throw error;
  });
}
