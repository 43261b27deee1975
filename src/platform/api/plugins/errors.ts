import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { createAllowedMethods } from '../allowed-methods.ts';
import { type ApiRole, apiRoles } from '../config.ts';
import { type FieldError, Problem, type ProblemCode, problems } from '../problems.ts';

/** Answers what Fastify refuses before it knows the route: an address that cannot be decoded. */
export function answerFrameworkError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  send(request, reply, translate(error));
}

/** Every other refusal and every failure leaves the server here, as RFC 9457 `application/problem+json`. */
export default fp<{ roles?: readonly ApiRole[] }>(async (app, { roles = apiRoles }) => {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      const where = error.validationContext;
      const errors = error.validation.map((fault) => ({
        in: where === undefined || where === null ? 'body' : (where as FieldError['in']),
        pointer: fault.instancePath === '/' ? '' : fault.instancePath,
        message: fault.message ?? 'is wrong',
      }));
      return send(request, reply, new Problem('invalid-request', describe(errors)), errors);
    }
    // Where there is no route, what Fastify says of the body is beside the point.
    if (request.is404 && !(error instanceof Problem)) return refuseAddress(request, reply);
    const problem = error instanceof Problem ? error : translate(error);
    if (problems[problem.code].status >= 500)
      request.log.error({ err: problem.cause ?? error }, problem.code);
    return send(request, reply, problem);
  });

  // A process that serves one role is reached by mistake when the proxy in front sends it what another should answer.
  const whose =
    roles.length === apiRoles.length ? '' : ` in this process, which serves the role ${roles.join(', ')}`;
  const methods = createAllowedMethods();
  app.addHook('onRoute', ({ url, method }) => {
    // What takes any address below it is for files, or a check before a request: neither says what an address is for.
    if (!url.endsWith('*')) methods.add(url, [method].flat());
  });
  app.setNotFoundHandler(refuseAddress);
  function refuseAddress(request: FastifyRequest, reply: FastifyReply) {
    const allow = methods.of(request.url.split('?', 1)[0] ?? '');
    if (allow.length > 0) {
      const detail = `${request.method} is not accepted here; accepted is ${allow.join(', ')}.`;
      return send(
        request,
        reply,
        new Problem('method-not-allowed', detail, { headers: { allow: allow.join(', ') } }),
      );
    }
    return send(
      request,
      reply,
      new Problem('not-found', `There is no such endpoint${whose}; GET /openapi.json lists them all.`),
    );
  }
});

const describe = (errors: FieldError[]) =>
  errors.map((error) => `${error.in} ${error.pointer || '(whole)'}: ${error.message}`).join('; ');

function send(request: FastifyRequest, reply: FastifyReply, problem: Problem, errors?: FieldError[]) {
  const { status, title } = problems[problem.code];
  const document = {
    type: `/problems/${problem.code}`,
    title,
    status,
    detail: problem.message,
    instance: request.url.split('?', 1)[0],
    requestId: request.id,
    ...(errors && { errors }),
  };
  // Sent as a finished string: the serializer of the route's schema is for the answers of its handler.
  return reply
    .code(status)
    .headers(problem.headers)
    .type('application/problem+json')
    .send(JSON.stringify(document));
}

const codesByStatus: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid-request',
  404: 'not-found',
  413: 'payload-too-large',
  415: 'unsupported-media-type',
};

/** Names an error that is not ours. The words of Fastify's own 4xx go to the caller, those of a failure never do. */
function translate(error: FastifyError): Problem {
  // First, because a caller who hangs up in the middle of a body is an ECONNRESET as well.
  const code = codesByStatus[error.statusCode ?? 500];
  if (code) return new Problem(code, error.message);
  if (isDatabaseAway(error)) {
    return new Problem('unavailable', undefined, { cause: error, headers: { 'retry-after': '5' } });
  }
  return new Problem('internal', undefined, { cause: error });
}

/**
 * Whether PostgreSQL could not be reached, was going down or was too slow: SQLSTATE classes 08 (connection), 53
 * (resources) and 57P (shutdown), 25006 (a standby that is being promoted takes no writes yet), 57014 (the statement ran into its time limit: behind a lock or under load, so the next
 * attempt may pass), SB001 (a bucket that is neither here nor where the map says: its move was cut off), a socket error, or the pool's own time-out, which has a message but no code.
 */
export function isDatabaseAway(error: { readonly code?: string; readonly message: string }): boolean {
  return (
    /^(08|53|57P|25006|57014|SB001)/.test(error.code ?? '') ||
    /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE)$/.test(error.code ?? '') ||
    /timeout exceeded when trying to connect|Connection terminated/.test(error.message)
  );
}
