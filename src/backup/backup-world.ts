import type { Connections } from '../adapters/local-target.ts';
import type { Context } from '../context.ts';

/** What backups and restores reach. */
export type BackupWorld = Pick<
  Context,
  'backups' | 'cwd' | 'localTarget' | 'looks' | 'monotonic' | 'now' | 'progress' | 'signal'
>;

/** How long a part of the work took. */
export interface Phase {
  readonly name: string;
  readonly durationMs: number;
}

/** Runs the parts of a work one after the other, shows each and remembers how long it took. */
export function phasesOf(ctx: Pick<Context, 'monotonic' | 'progress'>) {
  const phases: Phase[] = [];
  return {
    phases,
    async run<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
      const step = ctx.progress.step(name);
      const startedAt = ctx.monotonic();
      try {
        const value = await work();
        const durationMs = Math.round(ctx.monotonic() - startedAt);
        phases.push({ name, durationMs });
        step.succeed(`${(durationMs / 1000).toFixed(1)} s`);
        return value;
      } catch (error) {
        step.fail();
        throw error;
      }
    },
  };
}

/** Every database server by itself, past proxies and poolers: a backup speaks to the primary's own session. */
export const databaseUrls = ({ databaseUrl, ha }: Connections): readonly string[] =>
  ha === undefined ? [databaseUrl] : ha.postgres.map(({ url }) => url);
