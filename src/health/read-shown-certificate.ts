import type { Context } from '../context.ts';
import { certificateChecks } from './certificates-check.ts';
import type { CheckResult } from './check.ts';
import { checkOf } from './check-of.ts';

interface Listener {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** The term of the certificate that a server shows, whatever lies in its files: one that was not reloaded is seen here alone. */
export async function checkShownCertificate(
  ctx: Pick<Context, 'looks' | 'now'>,
  { name, host, port }: Listener,
): Promise<CheckResult[]> {
  try {
    const { endsAt } = await (await ctx.looks()).certificate(host, port);
    return certificateChecks([{ name, endsAt }], ctx.now());
  } catch (error) {
    const found = (error as Error).message;
    return [checkOf('certificates', name, { status: 'failed', found, needed: 'a certificate' })];
  }
}
