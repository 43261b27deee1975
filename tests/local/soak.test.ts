/**
 * Half an hour of mixed load on profile `ha` with one random fault each minute. `GOMEET_SOAK_MINUTES` makes it shorter for a trial,
 * `GOMEET_SOAK_SEED` repeats the faults of another run: the seed is the first thing that is printed. As root, since servers are cut off.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { holdRoom } from '../../src/drills/hold-room.ts';
import { watchPlatform } from '../../src/drills/watch-platform.ts';
import { type LocalGomeet, localGomeet, processesOf } from './local-gomeet.ts';
import { faultSchedule } from './soak/fault-schedule.ts';
import { growthOf, leaks } from './soak/process-growth.ts';
import { carryOutSoakFault } from './soak/soak-faults.ts';
import { type SoakedStretch, startStretch } from './soak/soak-load.ts';
import { growthTable, stretchText } from './soak/soak-view.ts';
import { type SoakWorld, soakWorld } from './soak/soak-world.ts';
import { watchProcesses } from './soak/watch-processes.ts';

const minutes = wholeNumber('GOMEET_SOAK_MINUTES', 30);
const seed = wholeNumber('GOMEET_SOAK_SEED', Date.now() % 1_000_000);
const minuteMs = 60_000;
/** What a soak needs beside its minutes: deployment, faults that outlast their minute, health check, taking down. */
const aroundMs = 15 * minuteMs;
const stretchMinutes = 10;
const people = { participants: 8, publishers: 2 };

const print = (line: string): void => void process.stdout.write(`${line}\n`);

test('under faults nothing acknowledged is lost, no process leaks, and the platform is healthy in the end', {
  tags: ['soak'],
  timeout: minutes * minuteMs + aroundMs,
}, async ({ signal }) => {
  print(`soak of ${minutes} minutes, GOMEET_SOAK_SEED=${seed}`);
  const gomeet = localGomeet();
  try {
    await soak(gomeet, soakWorld(gomeet.folder, signal));
  } finally {
    await gomeet[Symbol.asyncDispose]();
  }
  expect(processesOf(gomeet.folder)).toEqual([]);
});

async function soak(gomeet: LocalGomeet, world: SoakWorld): Promise<void> {
  const deployed = await gomeet.run('deploy', '--profile', 'ha');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  const folder = join(gomeet.folder, 'soak');
  await mkdir(folder);
  const connections = await world.target.connections();
  const processes = watchProcesses(
    { supervisorId: gomeet.supervisorId(), directory: world.target.directory },
    world.monotonic,
  );
  const platform = watchPlatform(world, world.target);
  const room = await holdRoom(world, connections, people, join(folder, 'room'), 2 * minutes * 60 + 600);
  const stretches: SoakedStretch[] = [];
  const schedule = faultSchedule(seed, minutes);
  try {
    for (let from = 0; from < minutes; from += stretchMinutes) {
      const name = `minutes ${from + 1} to ${Math.min(from + stretchMinutes, minutes)}`;
      const load = await startStretch(world, connections, folder, `stretch-${from + 1}`);
      try {
        for (const [index, fault] of schedule.slice(from, from + stretchMinutes).entries()) {
          const beganMs = world.monotonic();
          const { proofs, unproven, wholeAfterMs } = await carryOutSoakFault(
            world,
            connections,
            platform,
            fault,
          );
          const whole =
            wholeAfterMs === null ? 'NOT WHOLE AGAIN' : `whole after ${(wholeAfterMs / 1000).toFixed(1)} s`;
          print(`  ${from + index + 1}. ${fault.name}: ${whole}; ${[...proofs, ...unproven].join('; ')}`);
          expect.soft(unproven, fault.name).toEqual([]);
          expect.soft(wholeAfterMs, `${fault.name}: whole again`).not.toBeNull();
          await delay(Math.max(0, beganMs + minuteMs - world.monotonic()), undefined, {
            signal: world.signal,
          });
        }
      } finally {
        stretches.push(await load.stop());
      }
      print(stretchText(name, stretches.at(-1) as SoakedStretch));
    }
  } finally {
    await platform.stop();
    await processes.stop();
    const gaps = await room.end();
    print(
      `${people.participants} people in the room, ${gaps.length} times without media for more than 0.5 s`,
    );
    expect
      .soft(
        gaps.filter(({ toMs }) => toMs === null),
        'without media in the end',
      )
      .toEqual([]);
  }
  print(growthTable(processes.lives));
  for (const { writes } of stretches) {
    expect.soft(writes.lost, 'acknowledged and lost').toEqual([]);
    expect.soft(writes.acknowledged).toBeGreaterThan(1_000);
  }
  const leaking = processes.lives.filter((life) => {
    const growth = growthOf(life);
    return growth !== undefined && leaks(growth);
  });
  expect
    .soft(
      leaking.map(({ name, processId }) => `${name} (${processId})`),
      'leaking',
    )
    .toEqual([]);
  const health = await gomeet.run('health-check');
  expect(health.exitCode, health.stdout).toBe(0);
}

function wholeNumber(name: string, otherwise: number): number {
  const text = process.env[name];
  if (text === undefined) return otherwise;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`${name} is "${text}": accepted are whole numbers from 1`);
}
