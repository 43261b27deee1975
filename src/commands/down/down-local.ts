import type { Backups } from '../../adapters/backup/backups.ts';
import { storageName } from '../../backup/storage.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { CommandResult } from '../command.ts';

export interface DownData {
  stopped: string[];
  wiped: boolean;
  /** In a cluster: what stays, and why. */
  kept?: { object: string; reason: string }[] | undefined;
  /** With --plan: what would go, step by step. */
  order?: { step: string; objects: string[] }[] | undefined;
}

/** Stops every process of the platform on this machine. */
export async function downLocal(ctx: Context, wipe: boolean): Promise<CommandResult<DownData>> {
  const target = await ctx.localTarget();
  const backups = (await ctx.backups()).whereabouts();
  const question = `Delete the database, logs, ports and secrets in ${target.directory}${fateOf(backups)}?`;
  if (wipe && !(await (await ctx.prompts()).confirm(question, '--yes'))) throw declined('gomeet down');
  await using _lock = await target.lock('down');
  const startedAt = ctx.now();
  // Backups that lie elsewhere are of no use without their key: nobody who wipes a platform means them.
  const keep = backups?.isBesideData === false ? ['backup'] : [];
  const data = await target.down({ wipe, keep, progress: ctx.progress });
  const took = `${((ctx.now() - startedAt) / 1000).toFixed(1)} s`;
  const lines = [
    data.stopped.length === 0 ? 'nothing was running' : `stopped ${data.stopped.join(', ')} in ${took}`,
    data.wiped ? `deleted the data${fateOf(backups)}` : 'data stay; gomeet down --wipe deletes them',
  ];
  return { data, text: [...lines, '', 'Next: gomeet deploy'].join('\n') };
}

/** What becomes of the backups, as the end of a sentence. */
function fateOf(backups: ReturnType<Backups['whereabouts']>): string {
  if (backups === undefined) return '';
  const storage = storageName(backups.storage);
  return backups.isBesideData
    ? `, and every backup in ${storage}`
    : ` (backups in ${storage} stay, and their key in .gomeet/backup)`;
}

/** @param command what stops everything and keeps the data */
export const declined = (command: string): GomeetError =>
  new GomeetError('nothing was stopped or deleted', {
    exitCode: ExitCode.interrupted,
    code: 'declined',
    hint: `${command}   stops everything and keeps the data`,
  });
