import { fieldName, fieldWords, plainDetail } from './field-words.ts';

/** One wrong field of a request, as the API names it. */
export interface FieldError {
  readonly in: string;
  readonly pointer: string;
  readonly message: string;
}

/** An answer that is not 2xx: RFC 9457 `application/problem+json`, or no answer at all (status 0, code `offline`). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** Stable kebab-case id such as `room-full`; the last part of the problem's type. */
  readonly code: string;
  readonly title: string;
  readonly requestId: string | undefined;
  readonly fields: readonly FieldError[];
  /** Seconds after which trying again makes sense, where the server said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: {
    status: number;
    code: string;
    title: string;
    detail?: string | undefined;
    requestId?: string | undefined;
    fields?: readonly FieldError[] | undefined;
    retryAfterSeconds?: number | undefined;
    cause?: unknown;
  }) {
    super(sentenceOf(problem), { cause: problem.cause });
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.requestId = problem.requestId;
    this.fields = problem.fields ?? [];
    this.retryAfterSeconds = problem.retryAfterSeconds;
  }

  /** What the server says about one field of the body, by its name; undefined when it is not the culprit. */
  field(name: string): string | undefined {
    const fault = this.fields.find(({ pointer }) => pointer === `/${name}`);
    return fault && sentenceCase(fieldWords(fault.message));
  }
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** All wrong fields by their names; where no field is to blame, what the server says. */
function sentenceOf(problem: {
  readonly title: string;
  readonly detail?: string | undefined;
  readonly fields?: readonly FieldError[] | undefined;
}): string {
  if (!problem.fields?.length) return plainDetail(problem.detail ?? problem.title);
  return problem.fields
    .map(({ pointer, message }) => `${fieldName(pointer)}: ${fieldWords(message)}`)
    .join('. ');
}

/** Makes the error of an answer that is not 2xx, whether a problem document came with it or a proxy's page. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const common = {
    status: response.status,
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
  };
  const document = response.headers.get('content-type')?.includes('json')
    ? await response.json().catch(() => undefined)
    : undefined;
  if (typeof document?.type !== 'string') {
    return new ApiProblem({ ...common, code: 'unexpected', title: `The server answered ${response.status}` });
  }
  return new ApiProblem({
    ...common,
    code: document.type.split('/').at(-1),
    title: document.title,
    detail: document.detail,
    requestId: document.requestId,
    fields: document.errors,
  });
}

/** The network failed before an answer came. */
export const offlineProblem = (cause: unknown): ApiProblem =>
  new ApiProblem({
    status: 0,
    code: 'offline',
    title: 'The server cannot be reached',
    detail: 'The server cannot be reached. Check the connection and try again.',
    cause,
  });
