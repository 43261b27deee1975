import { basename, dirname } from 'node:path';
import type { Context } from '../../context.ts';
import { chooseDrills } from '../../drills/choose-drills.ts';
import { localPlanView } from '../../drills/drills-plan-view.ts';
import { localPlace } from '../../drills/local-place.ts';
import { productionSigns } from '../../drills/production-signs.ts';
import { refuseUnreadyPlatform } from '../../drills/refuse-unready-platform.ts';
import { runDrills } from '../../drills/run-drills.ts';
import type { CommandResult } from '../command.ts';
import { type DrillData, type DrillOptions, drilled } from './drill-data.ts';
import { refuseProduction } from './refuse-production.ts';

/** Drills the platform of this machine. */
export async function drillLocal(ctx: Context, options: DrillOptions): Promise<CommandResult<DrillData>> {
  const target = await ctx.localTarget();
  const { profile } = await target.status();
  const drills = chooseDrills({ name: options.drill, all: options.all === true }, profile);
  const { repeat = 1 } = options;
  const planned = drills.map(({ id }) => id);
  if (options.dryRun) return { data: { drills: [], planned }, text: localPlanView(drills, repeat, profile) };
  const { apiUrl, databaseUrl, redisUrl } = await target.connections();
  const name = basename(dirname(target.directory));
  const signs = productionSigns({ name, addresses: [apiUrl, databaseUrl, redisUrl], environment: null });
  await refuseProduction(ctx, { name, signs, drills: drills.length, knows: options.iKnow === true });
  await using _lock = await target.lock('dr-drill');
  refuseUnreadyPlatform((await target.status()).services);
  return drilled(ctx, await runDrills(ctx, localPlace(ctx, profile), { drills, repeat }), { planned });
}
