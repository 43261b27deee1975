import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterAnswer, ClusterConnection, ClusterRequest } from './cluster-request.ts';
import { explainKubernetesError, isUndeclared, isWithoutWebhook } from './kubernetes-error.ts';

interface Attempt {
  readonly what: string;
  readonly namespace: string;
  readonly server: string;
}

/** How often a request is sent before the server is taken for gone, and the pause before the second time. */
const ATTEMPTS = 4;
const PAUSE_MS = 250;

/** An answer, after a server that was busy or dropped the connection was asked again; 404 on a single object is an answer too. */
export async function answered(
  connection: ClusterConnection,
  request: ClusterRequest,
  attempt: Attempt,
): Promise<ClusterAnswer> {
  for (let turn = 1; ; turn += 1) {
    const answer = await connection.send(request).catch((error: unknown) => error as Error);
    const isLast = turn === ATTEMPTS || request.signal?.aborted === true;
    if (answer instanceof Error) {
      if (isLast || mayHaveActed(request)) throw explainKubernetesError(answer, attempt);
    } else {
      const { status, body } = answer;
      if (status < 300) return answer;
      if (status === 404 && (request.method === 'GET' || request.method === 'DELETE') && isOfObject(body))
        return answer;
      if (status === 401) connection.forgetCredentials();
      const isPassing =
        status === 429 || (status >= 500 && !isSettled(body)) || (status === 401 && turn === 1);
      if (!isPassing || isLast) throw explainKubernetesError({ code: status, body }, attempt);
    }
    const asked = answer instanceof Error ? undefined : Number(answer.headers['retry-after']);
    await delay(asked && asked <= 30 ? asked * 1000 : PAUSE_MS * 2 ** turn);
  }
}

/** Asking again is left to whoever can wait for an operator to come up. */
const isSettled = (body: unknown): boolean => isUndeclared(body) || isWithoutWebhook(body);

/** A POST that was cut off may have been carried out, and asking again could make two; reviews of rights make nothing. */
const mayHaveActed = ({ method, path }: ClusterRequest): boolean =>
  method === 'POST' && !path.startsWith('/apis/authorization.k8s.io/');

/** Whether a 404 says that the object is missing, and not its type or its namespace. */
const isOfObject = (body: unknown): boolean =>
  (body as { details?: { name?: string } } | undefined)?.details?.name !== undefined;
