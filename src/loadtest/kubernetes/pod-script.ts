import { podPaths } from './pod-paths.ts';

/** What a pod hands back through its log, in this order; a file that is not there is left out. */
const podFiles = ['loadgen.json', 'loadgen.ndjson', 'k6.log'] as const;
export type PodFile = (typeof podFiles)[number];

/** Lines between which the log carries a file. */
export const beginMark = 'gomeet-begin';
export const endMark = 'gomeet-end';

/**
 * The command of a generator's container. The log is the only way out that needs neither a volume nor a right to
 * enter the pod, so files travel in it when k6 has ended: compressed, in base64, in lines that no container runtime
 * cuts (they do at 16 KiB). One reading at the end takes all of it: k6's own words go to a file until then, so the
 * log stays far below the 10 MiB at which a kubelet begins a new one. The shell is process 1, to which signals do
 * nothing unless it says so; `wait` returns when one comes, and is called again. k6 gets no SIGINT: what a shell starts
 * in the background ignores it. SIGTERM means the same to k6: stop, and write what there is.
 */
export const podScript = `set -u
plan="${podPaths.plans}/$JOB_COMPLETION_INDEX"
cd ${podPaths.results}
GOMEET_PLAN="$plan/plan.json" ${podPaths.k6} run --quiet --no-color --no-usage-report --summary-mode=disabled \\
  "${podPaths.scenarios}/$(cat "$plan/script")" >k6.log 2>&1 &
k6=$!
trap 'kill -TERM "$k6"' TERM
wait "$k6"
code=$?
while kill -0 "$k6" 2>/dev/null; do
  wait "$k6"
  code=$?
done
for file in ${podFiles.join(' ')}; do
  [ -f "$file" ] || continue
  echo "${beginMark} $file"
  gzip -c "$file" | base64 -w 4000
  echo "${endMark} $file"
done
exit "$code"
`;
