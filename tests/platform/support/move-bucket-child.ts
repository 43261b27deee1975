/**
 * Moves a bucket with the tests' short times, in a process of its own that a test can kill: `URLS=a,b … <bucket> <shard> <line>`. It
 * stands still when it has said that line, so that it is killed right there.
 */
import { moveBuckets } from '../../../src/platform/api/shards/move-buckets.ts';
import { quickTimes } from './shards.ts';

const [bucket, target] = process.argv.slice(2, 4).map(Number);
const last = process.argv[4] ?? '';
await moveBuckets(
  {
    urls: (process.env.URLS ?? '').split(','),
    times: quickTimes,
    report: (line) => {
      process.stdout.write(`${line}\n`);
      if (line.endsWith(last)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  },
  () => (bucket === undefined || target === undefined ? [] : [{ bucket, target }]),
);
