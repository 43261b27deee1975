import type { LocalProfile } from '../adapters/local-target.ts';
import { formatDuration } from '../units.ts';
import { type Drill, type Step, stepsOf } from './drill.ts';
import { objectiveText } from './judge-drill.ts';

/** A drill with what it would do here, a line for each step. */
export interface PlannedDrill {
  readonly drill: Drill;
  readonly fault: readonly string[];
}

/** What drills would do, for who wants to know before anything is broken. */
export function drillsPlanView(planned: readonly PlannedDrill[], repeat: number): string {
  const times = repeat === 1 ? '' : `, ${repeat} times each`;
  const head = `${planned.length} ${planned.length === 1 ? 'drill' : 'drills'}${times}. Nothing is broken now.`;
  return [head, ...planned.map(drillText)].join('\n\n');
}

/** The same on the platform of this machine. */
export const localPlanView = (drills: readonly Drill[], repeat: number, profile: LocalProfile): string =>
  drillsPlanView(
    drills.map((drill) => ({ drill, fault: stepsOf(drill, profile).map(stepText) })),
    repeat,
  );

function drillText({ drill, fault }: PlannedDrill): string {
  return [
    `${drill.id}${drill.onRequest ? ' (not in --all)' : ''}`,
    `  ${drill.title}`,
    `  hypothesis  ${drill.hypothesis}`,
    ...fault.map((line, i) => `  ${i === 0 ? 'fault     ' : '          '}  ${line}`),
    `  judged by   ${drill.doors.join(', ')}`,
    `  objective   ${objectiveText(drill.objective)}`,
    `  stops       when everything was well for 30 s, or ${formatDuration(drill.giveUpAfterMs)} after the fault`,
    `  recovery    ${drill.recovery}`,
  ].join('\n');
}

function stepText(step: Step): string {
  switch (step.act) {
    case 'wait':
      return `wait ${formatDuration(step.ms)}`;
    case 'await-door':
      return `wait until ${step.door} works, ${formatDuration(step.ms)} at most`;
    case 'mend':
      return `undo: ${step.what}`;
    case 'roll-workers':
      return 'ask each API worker to leave, and wait until it is back';
    case 'kill-everything':
      return 'kill every process of the platform at once';
    case 'cold-start':
      return 'deploy again';
    case 'stay-down':
      return `whatever kills ${step.who.replace(/^service /, '')} now, it stays down`;
    case 'back-up':
      return 'gomeet backup';
    case 'delete-rows':
      return 'delete every row of the drill’s own table';
    case 'restore-before':
      return 'gomeet restore --to the moment before';
    case 'take-storage':
      return 'move the storage of the backups away, until the database’s archiver is refused';
    case 'return-storage':
      return 'move it back, until nothing waits, and look for gaps in the archive';
    case 'restore-elsewhere':
      return 'gomeet restore --storage … --key-file … in an empty second platform at the same addresses';
    case 'expire-certificate':
      return 'have TURN over TLS show a certificate that has ended';
    case 'renew-certificate':
      return 'have it show a new one, without a restart';
    default:
      return `${step.act} ${step.who.replace(/^service /, '')}`;
  }
}
