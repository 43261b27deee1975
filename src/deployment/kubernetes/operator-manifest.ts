import { join } from 'node:path';
import { ExitCode, GomeetError } from '../../errors.ts';

/** What an operator's project publishes to install it by: taken from its pinned Go module, and in no repository of ours. */
export interface OperatorManifest {
  /** Folder below manifests/components/operators, and the Go module below tools/ that pins the operator's own. */
  readonly operator: 'cloudnative-pg' | 'barman-cloud' | 'traefik' | 'cert-manager';
  /** Name of the file there, as the folder's kustomization calls it. */
  readonly file: string;
  /** Path of the operator's Go module. */
  readonly module: string;
  /** Where the module has it; none where the program in tools/ writes it from a chart. */
  readonly source?: string;
  /** SHA-256 in hexadecimal digits: what is placed is this, whatever it was made with. */
  readonly sha256: string;
}

export const OPERATOR_MANIFESTS: readonly OperatorManifest[] = [
  {
    operator: 'cloudnative-pg',
    file: 'cnpg-1.30.0.yaml',
    module: 'github.com/cloudnative-pg/cloudnative-pg',
    source: 'releases/cnpg-1.30.0.yaml',
    sha256: 'f8bede43fe4ee0d478c2355b204a36876b2ae4faac60f2a9452280b293da3b88',
  },
  {
    operator: 'barman-cloud',
    file: 'plugin-barman-cloud-0.7.0.yaml',
    module: 'github.com/cloudnative-pg/plugin-barman-cloud',
    source: 'manifest.yaml',
    sha256: '2fcda25c6c15783ff3aab1726989e545fe249a5cb30131a8fa5896f9d7fc131f',
  },
  {
    operator: 'traefik',
    file: 'traefik-crds-3.6.7.yaml',
    module: 'github.com/traefik/traefik/v3',
    source: 'docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml',
    sha256: '897b93afab1d743f0f6dc05bf50d2806bac672bd3e5f0d43e9a6ea564bab5765',
  },
  {
    operator: 'cert-manager',
    file: 'cert-manager-1.19.0.yaml',
    module: 'github.com/cert-manager/cert-manager',
    sha256: '61e5a77ba527588ccd1da5454063d34302dfee9f7cf866c0dd23fb384076d892',
  },
];

/** From the project's root. */
export const manifestPath = ({ operator, file }: OperatorManifest): string =>
  join('manifests', 'components', 'operators', operator, file);

/** What stands between an overlay and its rendering. */
export const notPlaced = (manifests: readonly OperatorManifest[], trouble: string): GomeetError =>
  new GomeetError(`${trouble}: ${manifests.map(manifestPath).join(', ')}`, {
    exitCode: ExitCode.prerequisite,
    code: 'operator-manifests-missing',
    hint: 'gomeet setup --profile kubernetes',
  });
