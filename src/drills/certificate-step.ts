import { setTimeout as delay } from 'node:timers/promises';
import { certificateChecks } from '../health/certificates-check.ts';
import type { FaultRecord, WholeScene } from './carry-out-steps.ts';

/** A step about the certificate that TURN over TLS shows. */
export type CertificateStep =
  /** It is replaced by one that has ended, as when nobody renewed it. */
  | { readonly act: 'expire-certificate' }
  /** A new one takes its place, and the server reads it without ending a connection. */
  | { readonly act: 'renew-certificate' };

export const isCertificateStep = (step: { readonly act: string }): step is CertificateStep =>
  step.act === 'expire-certificate' || step.act === 'renew-certificate';

const patienceMs = 3_000;
const renewedForDays = 365;
const broken = 'certificate-ended';
/** How long the server may take to read its certificate again, after it was told. */
const readsWithinMs = 5_000;
const lookEveryMs = 100;

/** Lets the certificate end, or renews it, and looks from outside as a client does that believes the platform's authority. */
export async function carryOutCertificateStep(
  scene: WholeScene,
  { act }: CertificateStep,
  record: FaultRecord,
): Promise<void> {
  await (act === 'expire-certificate' ? expire(scene, record) : renew(scene, record));
}

async function expire(scene: WholeScene, record: FaultRecord): Promise<void> {
  const { world: ctx, doors, target, note } = scene;
  const { place, certificate } = await turnOf(scene);
  const bringBack = certificate.keep();
  record.witness = await doors.tls(place, patienceMs);
  record.broken.push({
    act: broken,
    service: 'TURN over TLS',
    undo: async () => {
      record.witness?.close();
      bringBack();
      await target.faults.kill('coturn', 'SIGUSR2');
    },
  });
  record.atMs = ctx.monotonic();
  record.wallMs = ctx.now();
  await certificate.issue(-1);
  const { command } = await target.faults.kill('coturn', 'SIGUSR2');
  record.commands.push(`openssl x509 -req -days -1 …; ${command}`);
  note('fault', `TURN over TLS shows a certificate that ended yesterday, by \`${command}\``);
  const refusal = await refusalOf(scene, place, 'CERT_HAS_EXPIRED');
  (refusal === 'CERT_HAS_EXPIRED' ? record.proofs : record.unproven).push(
    `a client that believes the authority ${refusal === null ? 'takes the certificate' : `refuses: ${refusal}`}`,
  );
  const { endsAt } = await (await ctx.looks()).certificate(place.host, place.port);
  const [check] = certificateChecks([{ name: 'TURN over TLS', endsAt }], ctx.now());
  note('platform', `certificates: ${check?.title}: ${check?.status}, ${check?.found}`);
}

async function renew(scene: WholeScene, record: FaultRecord): Promise<void> {
  const { target, note } = scene;
  const { place, certificate } = await turnOf(scene);
  await certificate.issue(renewedForDays);
  const { command } = await target.faults.kill('coturn', 'SIGUSR2');
  const refusal = await refusalOf(scene, place, null);
  if (refusal === null) note('recovery', `a new certificate is shown and believed, by \`${command}\``);
  else record.shortcomings.push(`clients still refuse TURN over TLS after the renewal: ${refusal}`);
  const problem = await record.witness?.ask().then(
    () => null,
    (error: Error) => error.message,
  );
  if (problem === null) note('recovery', 'a connection from before the fault was kept all the while');
  else record.shortcomings.push(`the connection from before the fault was lost: ${problem}`);
}

/** Why a new client refuses; null when it does not. Looks until it is as wanted, or for as long as the server may take. */
async function refusalOf(
  { world: ctx, doors }: WholeScene,
  place: Parameters<WholeScene['doors']['tls']>[0],
  wanted: string | null,
): Promise<string | null> {
  const deadlineMs = ctx.monotonic() + readsWithinMs;
  for (;;) {
    const refusal = await doors.tls(place, patienceMs).then(
      (door) => {
        door.close();
        return null;
      },
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    );
    if (refusal === wanted || ctx.monotonic() > deadlineMs) return refusal;
    await delay(lookEveryMs, undefined, { signal: ctx.signal });
  }
}

async function turnOf({ world: ctx, connections }: WholeScene) {
  const { turn } = connections.ha ?? {};
  if (turn === undefined) throw new Error('no server with a certificate runs here');
  const certificate = (await ctx.localTarget()).turnCertificate;
  const authority = certificate.authority();
  return { certificate, place: { host: turn.host, port: turn.tls.port, authority } };
}
