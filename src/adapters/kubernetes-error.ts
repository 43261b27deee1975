import { ExitCode, GomeetError } from '../errors.ts';

interface Attempt {
  /** What was tried, such as `create a Job`. */
  readonly what: string;
  readonly namespace: string;
  readonly server: string;
}

/** What a cluster refused, or that none answered, in words and with what to do. */
export function explainKubernetesError(error: unknown, { what, namespace, server }: Attempt): GomeetError {
  const status = (error as { code?: unknown }).code;
  if (typeof status !== 'number') {
    return prerequisite(
      'cluster-unreachable',
      `no Kubernetes API answers at ${server}: ${wordsOf(error)}`,
      'kubectl cluster-info   (KUBECONFIG and --context say which cluster)',
      error,
    );
  }
  const said = messageOf((error as { body?: unknown }).body);
  const message = `cannot ${what} in namespace ${namespace}: HTTP ${status}${said === '' ? '' : `, ${said}`}`;
  const hint =
    status === 404
      ? `kubectl create namespace ${namespace}`
      : `kubectl auth can-i --list --namespace ${namespace}`;
  return prerequisite('cluster-refused', message, hint, error);
}

const prerequisite = (code: string, message: string, hint: string, cause: unknown): GomeetError =>
  new GomeetError(message, { exitCode: ExitCode.prerequisite, code, hint, cause });

/** A Status object, or its text: the client hands over the one or the other. */
function messageOf(body: unknown): string {
  if (typeof body === 'object' && body !== null) return String((body as { message?: unknown }).message ?? '');
  if (typeof body !== 'string') return '';
  try {
    return messageOf(JSON.parse(body));
  } catch {
    return body.trim();
  }
}

/** A failed fetch says only that it failed; the reason is its cause's. */
function wordsOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) return wordsOf(cause);
  return error instanceof Error ? error.message || String((error as { code?: unknown }).code) : String(error);
}
