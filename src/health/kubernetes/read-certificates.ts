import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import type { Namespaces } from '../../deployment/kubernetes/environment.ts';
import { type CertificateTerm, certificateChecks } from '../certificates-check.ts';
import type { CheckResult } from '../check.ts';
import { skippedCheck } from '../check-of.ts';
import { checkShownCertificate } from '../read-shown-certificate.ts';

interface Place {
  readonly cluster: Cluster;
  readonly namespaces: Namespaces;
  readonly apiUrl: string | undefined;
}

const httpsPort = 443;

/** The terms that cert-manager knows, and that of the certificate which the gateway shows. */
export async function checkCertificates(
  ctx: Pick<Context, 'looks' | 'now'>,
  { cluster, namespaces, apiUrl }: Place,
): Promise<CheckResult[]> {
  const type = (await cluster.types()).find(
    ({ apiVersion, kind }) => apiVersion.startsWith('cert-manager.io/') && kind === 'Certificate',
  );
  const listed =
    type === undefined
      ? []
      : await Promise.all(
          [namespaces.platform, namespaces.media].map((namespace) => cluster.list(type, { namespace })),
        );
  const shown = await shownAt(ctx, apiUrl);
  const checks = [...certificateChecks(listed.flat().map(termOf), ctx.now()), ...shown];
  return checks.length > 0
    ? checks
    : [skippedCheck('certificates', 'no certificates here, and no https address')];
}

function termOf({ metadata, status }: ClusterObject): CertificateTerm {
  const { notAfter } = (status ?? {}) as { notAfter?: string };
  return {
    name: `${metadata.namespace}/${metadata.name}`,
    endsAt: notAfter === undefined ? null : Date.parse(notAfter),
  };
}

async function shownAt(
  ctx: Pick<Context, 'looks' | 'now'>,
  apiUrl: string | undefined,
): Promise<CheckResult[]> {
  if (apiUrl === undefined || !apiUrl.startsWith('https:')) return [];
  const { hostname, port } = new URL(apiUrl);
  return checkShownCertificate(ctx, { name: hostname, host: hostname, port: Number(port) || httpsPort });
}
