import type { Connections } from '../../adapters/local-target.ts';
import type { Context } from '../../context.ts';
import type { CheckResult } from '../check.ts';
import { checkOf, skippedCheck } from '../check-of.ts';
import { checkShownCertificate } from '../read-shown-certificate.ts';

const lostRedis = 406;

/** Each livekit-server's own word, and the TURN server's. */
export async function checkMedia(
  ctx: Pick<Context, 'getJson' | 'looks'>,
  { ha, livekit }: Connections,
): Promise<CheckResult[]> {
  const servers = ha?.livekit ?? [{ name: 'livekit', url: livekit.url }];
  const media = servers.map(async ({ name, url }) => {
    const { status, found } = await answerOf(ctx, url.replace(/^ws/, 'http'));
    return checkOf('media-answers', name, {
      status: status === 200 ? 'ok' : 'failed',
      found: status === lostRedis ? 'it has lost Redis' : found,
      needed: 'HTTP 200',
    });
  });
  return Promise.all([...media, turnCheck(ctx, ha)]);
}

async function turnCheck(ctx: Pick<Context, 'looks'>, ha: Connections['ha']): Promise<CheckResult> {
  if (ha === undefined)
    return skippedCheck('turn-answers', 'no TURN server in this profile; gomeet deploy --profile ha has one');
  const { host, port } = ha.turn;
  const isThere = await (await ctx.looks()).stun(host, port);
  return checkOf('turn-answers', 'TURN server', {
    status: isThere ? 'ok' : 'failed',
    found: isThere ? `answers at ${host}:${port}` : `nobody answers at ${host}:${port}`,
    needed: 'an answer to a STUN binding request',
  });
}

/** The address that people use. */
export async function checkEdge(
  ctx: Pick<Context, 'getJson' | 'looks' | 'now'>,
  { apiUrl, ha }: Connections,
): Promise<CheckResult[]> {
  const { status, found } = await answerOf(ctx, `${apiUrl}/health`);
  return [
    checkOf('gateway-answers', apiUrl, {
      status: status === 200 ? 'ok' : 'failed',
      found,
      needed: 'HTTP 200 on /health',
    }),
    ...(await turnCertificate(ctx, ha)),
  ];
}

async function turnCertificate(
  ctx: Pick<Context, 'looks' | 'now'>,
  ha: Connections['ha'],
): Promise<CheckResult[]> {
  if (ha === undefined)
    return [
      skippedCheck(
        'certificates',
        'nothing speaks TLS in this profile; gomeet deploy --profile ha has TURN over it',
      ),
    ];
  const { host, tls } = ha.turn;
  const checks = await checkShownCertificate(ctx, { name: 'TURN over TLS', host, port: tls.port });
  const hint = 'gomeet deploy --target local --profile ha';
  return checks.map((check) => (check.hint === null ? check : { ...check, hint }));
}

async function answerOf(
  ctx: Pick<Context, 'getJson'>,
  url: string,
): Promise<{ status: number | null; found: string }> {
  try {
    const { status } = await ctx.getJson(url);
    return { status, found: `HTTP ${status}` };
  } catch (error) {
    const { message, cause } = error as Error;
    return { status: null, found: cause instanceof Error && cause.message !== '' ? cause.message : message };
  }
}
