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
  const message = `cannot ${what} in ${placeOf(namespace)}: HTTP ${status}${said === '' ? '' : `, ${said}`}`;
  const refusal = refusalOf(status, (error as { body?: unknown }).body);
  const hint = typeof refusal.hint === 'string' ? refusal.hint : refusal.hint(namespace);
  return new GomeetError(message, { exitCode: refusal.exitCode, code: refusal.code, hint, cause: error });
}

/** A field that the type does not have: to a server-side apply the API server answers with 500, as if it were its own fault. */
export const isUndeclared = (body: unknown): boolean => /field not declared in schema/.test(messageOf(body));

/** An operator that has a say in its objects does not answer: it is starting, or broken. */
export const isWithoutWebhook = (body: unknown): boolean => /failed calling webhook/.test(messageOf(body));

function refusalOf(status: number, body: unknown): Refusal {
  if (isUndeclared(body)) return refusals[422] ?? refusals[0];
  if (isWithoutWebhook(body)) return withoutWebhook;
  return status >= 500 ? serverFault : (refusals[status] ?? refusals[0]);
}

interface Refusal {
  readonly exitCode: ExitCode;
  readonly code: string;
  readonly hint: string | ((namespace: string) => string);
}

const withoutWebhook: Refusal = {
  exitCode: ExitCode.prerequisite,
  code: 'webhook-unreachable',
  hint: 'is the operator running? kubectl get pods -A | grep -i -e cnpg -e cert-manager',
};

const serverFault: Refusal = {
  exitCode: ExitCode.prerequisite,
  code: 'cluster-fault',
  hint: "kubectl get --raw '/readyz?verbose'   (the API server itself is in trouble)",
};

/** What each status means for whoever types, and whose fault it is: the manifest's, the rights', another writer's, the cluster's. */
const refusals: Readonly<Record<number, Refusal>> & { readonly 0: Refusal } = {
  0: {
    exitCode: ExitCode.prerequisite,
    code: 'cluster-refused',
    hint: (namespace) => `kubectl auth can-i --list --namespace ${namespace}`,
  },
  400: {
    exitCode: ExitCode.usage,
    code: 'invalid-manifest',
    hint: 'mend the manifest that the message names',
  },
  401: {
    exitCode: ExitCode.prerequisite,
    code: 'credentials-refused',
    hint: 'the credentials of the kubeconfig are wrong or have expired: log in to the cluster again',
  },
  403: {
    exitCode: ExitCode.prerequisite,
    code: 'cluster-refused',
    hint: (namespace) => `kubectl auth can-i --list --namespace ${namespace}`,
  },
  404: {
    exitCode: ExitCode.prerequisite,
    code: 'cluster-refused',
    hint: (namespace) => `kubectl create namespace ${namespace}`,
  },
  409: {
    exitCode: ExitCode.conflict,
    code: 'changed-meanwhile',
    hint: 'somebody else changed it: run the command again',
  },
  422: {
    exitCode: ExitCode.usage,
    code: 'invalid-manifest',
    hint: 'mend the manifest that the message names',
  },
};

/** What belongs to no namespace is `the cluster`'s. */
const placeOf = (namespace: string): string =>
  namespace === 'the cluster' ? namespace : `namespace ${namespace}`;

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
