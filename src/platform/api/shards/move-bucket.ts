import { productionPolicy } from '../policy.ts';
import { type BucketMove, type BucketPlace, bucketCount, planSpread } from './buckets.ts';
import { MoveError, moveBuckets } from './move-buckets.ts';

const usage = `usage: DATABASE_URL=… DATABASE_SHARD_URLS=… node src/platform/api/shards/move-bucket.ts <what>
  <bucket> <shard>   move one bucket (0 to ${bucketCount - 1}) to a shard (0 is the directory)
  --spread           move as many as make the shards equally full
  --resume           finish what an earlier run left\n`;

type Choice = (places: readonly BucketPlace[], shards: number) => readonly BucketMove[];

function parse(given: readonly string[]): Choice | undefined {
  const [first, second, ...rest] = given;
  if (rest.length > 0) return undefined;
  if (first === '--spread' && second === undefined) return planSpread;
  if (first === '--resume' && second === undefined) return () => [];
  if (!/^\d{1,2}$/.test(first ?? '') || !/^\d{1,2}$/.test(second ?? '')) return undefined;
  return () => [{ bucket: Number(first), target: Number(second) }];
}

/** Moves buckets between the shards of a running platform. */
async function run(): Promise<void> {
  const choice = parse(process.argv.slice(2));
  const urls = [process.env.DATABASE_URL ?? '', ...(process.env.DATABASE_SHARD_URLS ?? '').split(',')]
    .map((url) => url.trim())
    .filter((url) => url !== '');
  if (!choice || urls.length < 2) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  const report = (line: string) => process.stdout.write(`${line}\n`);
  await moveBuckets({ urls, times: productionPolicy.shardMap, report }, (places) =>
    choice(places, urls.length),
  );
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof MoveError ? 2 : 1;
});
