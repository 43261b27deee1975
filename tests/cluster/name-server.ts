/** The cluster's name server: CoreDNS as a pod behind the address that every pod's resolver is given. */
import { type Image, packLayer } from './oci-image.ts';
import { program } from './programs.ts';
import { stageFiles } from './stage-files.ts';

/** The address of its Service, out of the API server's range of them. */
export const nameServerAddress = '10.0.0.10';

const image = 'docker.io/coredns/coredns:gomeet-test';

/** @param folder where the layer is made */
export async function nameServerImage(folder: string): Promise<Image> {
  const staged = stageFiles(`${folder}/coredns`, { '/coredns': program('coredns') });
  return {
    name: image,
    layers: [await packLayer(staged, `${folder}/layers`)],
    config: { entrypoint: ['/coredns'] },
  };
}

/** Names outside of the cluster do not exist: its network ends at this machine. */
const corefile = `.:53 {
  errors
  health :8080
  ready :8181
  kubernetes cluster.local in-addr.arpa {
    pods insecure
  }
  cache 5
  reload
}
`;

const metadata = { name: 'coredns', namespace: 'kube-system' };
const selector = { 'k8s-app': 'kube-dns' };

/** The objects to apply. */
export const nameServer: readonly object[] = [
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'system:coredns' },
    rules: [
      {
        apiGroups: [''],
        resources: ['services', 'pods', 'namespaces', 'endpoints'],
        verbs: ['list', 'watch'],
      },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'system:coredns' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:coredns' },
    subjects: [{ kind: 'ServiceAccount', ...metadata }],
  },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: corefile } },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kube-dns', namespace: 'kube-system' },
    spec: {
      clusterIP: nameServerAddress,
      selector,
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP' },
        { name: 'dns-tcp', port: 53, protocol: 'TCP' },
      ],
    },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: selector },
        spec: {
          serviceAccountName: 'coredns',
          // It asks nobody else, least of all itself.
          dnsPolicy: 'Default',
          tolerations: [{ operator: 'Exists' }],
          containers: [
            {
              name: 'coredns',
              image,
              args: ['-conf', '/etc/coredns/Corefile'],
              readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 1 },
              volumeMounts: [{ name: 'config', mountPath: '/etc/coredns' }],
            },
          ],
          volumes: [{ name: 'config', configMap: { name: 'coredns' } }],
        },
      },
    },
  },
];
