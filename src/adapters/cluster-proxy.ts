import type { ClusterConnection } from './cluster-request.ts';
import { explainKubernetesError } from './kubernetes-error.ts';

/** A port of one pod, or of whichever pod a Service picks. */
export interface ProxyTarget {
  readonly kind: 'pods' | 'services';
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

/** An answer of any status: what a program refuses says something about it. */
export interface ProxyAnswer {
  readonly status: number;
  /** Parsed where it is JSON, else its text. */
  readonly body: unknown;
}

/** Programs answer their own checks in milliseconds; the API server alone would wait half a minute for one that hangs. */
const ANSWER_WITHIN_MS = 10_000;

/**
 * @param path from the slash on, with its query
 * @throws GomeetError when the API server itself does not answer or does not let us; a program that cannot be reached is 502, 503 or 504
 */
export async function proxied(
  connection: ClusterConnection,
  server: string,
  { kind, namespace, name, port }: ProxyTarget,
  path: string,
): Promise<ProxyAnswer> {
  const attempt = { what: `reach port ${port} of ${kind.slice(0, -1)} ${name}`, namespace, server };
  const within = `/api/v1/namespaces/${encodeURIComponent(namespace)}/${kind}/${encodeURIComponent(name)}:${port}/proxy`;
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const request = { method: 'GET', path: within + path, accept: '*/*', signal } as const;
  const answer = await connection.send(request).catch((error: unknown) => {
    if (signal.aborted) return { status: 504, body: `no answer within ${ANSWER_WITHIN_MS / 1000} s` };
    throw explainKubernetesError(error, attempt);
  });
  const isRefused = (answer.status === 401 || answer.status === 403) && isStatus(answer.body);
  if (isRefused) throw explainKubernetesError({ code: answer.status, body: answer.body }, attempt);
  return { status: answer.status, body: answer.body };
}

/** The API server's own words, as against those of the program behind it. */
const isStatus = (body: unknown): boolean => (body as { kind?: unknown } | null)?.kind === 'Status';
