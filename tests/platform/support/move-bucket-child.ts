/** Moves a bucket with the tests' short times, in a process of its own that a test can kill: `URLS=a,b … <bucket> <shard>`. */
import { moveBuckets } from '../../../src/platform/api/shards/move-buckets.ts';
import { quickTimes } from './shards.ts';

const [bucket, target] = process.argv.slice(2).map(Number);
await moveBuckets(
  {
    urls: (process.env.URLS ?? '').split(','),
    times: quickTimes,
    report: (line) => process.stdout.write(`${line}\n`),
  },
  () => (bucket === undefined || target === undefined ? [] : [{ bucket, target }]),
);
