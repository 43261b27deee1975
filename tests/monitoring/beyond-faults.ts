/** Alerts that no fault on one machine reaches, each with the reason. promtool alone tests them (alert-cases.ts). */
const withoutKubernetes =
  'kube-state-metrics or the kubelet tell it, of objects that exist on Kubernetes only';
const withoutGateway = 'Traefik is the gateway of Kubernetes; the local platform has none';
const browsersOnly = 'browsers measure it and report it over their WebSocket; light participants do not';
const wholeMachine = 'it would take the memory of whoever else works on the machine';

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
  NodeMemory: wholeMachine,
  NodeMemoryCritical: wholeMachine,
};
