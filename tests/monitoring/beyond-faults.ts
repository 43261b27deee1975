/** Alerts that no fault on one machine reaches, each with the reason. promtool alone tests them (alert-cases.ts). */
const withoutKubernetes =
  'kube-state-metrics or the kubelet tell it, of objects that exist on Kubernetes only';
const withoutGateway = 'Traefik is the gateway of Kubernetes; the local platform has none';
const browsersOnly = 'browsers measure it and report it over their WebSocket; light participants do not';
const wholeMachine = 'it would take the memory of whoever else works on the machine';

const severalDatabases =
  'it needs a standby, a pooler or an archive, which profile lean has not; dr-drill breaks them in profile ha';
const reachedByLoad = 'a busy machine reaches it, and not reliably: no test waits for it';

export const beyondFaults: Readonly<Record<string, string>> = {
  ContainerRestarts: withoutKubernetes,
  AutoscalerAtMaximum: withoutKubernetes,
  PodUnschedulable: withoutKubernetes,
  VolumeFull: withoutKubernetes,
  VolumeFullCritical: withoutKubernetes,
  BackupJobLate: withoutKubernetes,
  JobFailed: withoutKubernetes,
  CertificateExpires: withoutGateway,
  CertificateExpiresCritical: withoutGateway,
  GatewayErrors: withoutGateway,
  GatewayConfiguration: withoutGateway,
  VideoDelay: browsersOnly,
  VideoDelayCritical: browsersOnly,
  PacketLoss: browsersOnly,
  NoStandby: severalDatabases,
  ReplicationLag: severalDatabases,
  ReplicationLagCritical: severalDatabases,
  WalArchiveFails: severalDatabases,
  PoolersDown: severalDatabases,
  PoolerConnections: severalDatabases,
  PoolerConnectionsCritical: severalDatabases,
  PoolerQueue: severalDatabases,
  RedisAppendOnlyFile: 'it needs a full disk under Redis alone, which profile lean has not',
  JoinsFail: 'it needs UDP to be blocked, for everybody on the machine',
  WebhooksStopped:
    'it needs the way from LiveKit to the API to be cut, which on one machine is also everybody’s way',
  ForwardingSlow: reachedByLoad,
  NodeMemory: wholeMachine,
  NodeMemoryCritical: wholeMachine,
};
