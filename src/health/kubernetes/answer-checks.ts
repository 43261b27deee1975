import type { CheckResult } from '../check.ts';
import { readinessCheck } from '../readiness-check.ts';
import type { Answer, ClusterSnapshot } from './cluster-snapshot.ts';

/** LiveKit answers 406 when its own figures in Redis are older than four seconds: it has lost Redis. */
const LOST_REDIS = 406;

/** What the programs themselves say: media servers, the API, and Prometheus about all others. */
export function answerChecks({
  mediaAnswers,
  apiAnswers,
  targets,
}: Pick<ClusterSnapshot, 'mediaAnswers' | 'apiAnswers' | 'targets'>): CheckResult[] {
  return [...mediaAnswers.map(mediaCheck), ...apiAnswers.map(apiCheck), targetsCheck(targets)];
}

function mediaCheck({ pod, status, body }: Answer): CheckResult {
  const isWell = status === 200;
  const said = typeof body === 'string' && body.trim() !== '' ? `: ${body.trim().slice(0, 200)}` : '';
  return {
    id: 'media-answers',
    category: 'Media',
    title: pod,
    status: isWell ? 'ok' : 'failed',
    found: isWell ? 'answers' : status === LOST_REDIS ? 'it has lost Redis' : `HTTP ${status}${said}`,
    needed: 'HTTP 200',
    hint: isWell ? null : `kubectl logs ${pod} --all-containers --tail 50`,
  };
}

function apiCheck({ pod, status, body }: Answer): CheckResult {
  const check = readinessCheck(pod, { status, body }, '');
  return check.hint === null ? check : { ...check, hint: 'gomeet status --target kubernetes' };
}

function targetsCheck(targets: ClusterSnapshot['targets']): CheckResult {
  const { watched = 0, silent = [] } = targets ?? {};
  const isWell = watched > 0 && silent.length === 0;
  return {
    id: 'metrics-targets',
    category: 'Monitoring',
    title: 'Prometheus’ targets',
    status: isWell ? 'ok' : 'warning',
    found:
      targets === null
        ? 'Prometheus does not answer'
        : watched === 0
          ? 'Prometheus watches nothing'
          : isWell
            ? `all ${watched} answer`
            : `silent: ${silent.join(', ')}`,
    needed: 'every target answers: what is not seen raises no alert',
    hint: isWell ? null : 'kubectl get pods -A -l app.kubernetes.io/part-of=gomeet',
  };
}
