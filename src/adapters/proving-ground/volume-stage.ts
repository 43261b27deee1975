/**
 * What the CSI driver's provisioner does, for KWOK: when the scheduler has chosen a node for a claim, its volume appears.
 * The controllers then bind the two, as they do everywhere.
 */
export const volumeStage = (driver: string): object => ({
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name: 'volume-provision' },
  spec: {
    resourceRef: { apiGroup: 'v1', kind: 'PersistentVolumeClaim' },
    selector: {
      matchExpressions: [
        { key: '.metadata.annotations["volume.kubernetes.io/selected-node"]', operator: 'Exists' },
        { key: '.spec.volumeName', operator: 'DoesNotExist' },
        { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
      ],
    },
    steps: [
      {
        apply: {
          template: `apiVersion: v1
kind: PersistentVolume
metadata:
  name: pvc-{{ .metadata.uid }}
  annotations:
    pv.kubernetes.io/provisioned-by: ${driver}
spec:
  accessModes:
  {{ YAML .spec.accessModes 2 }}
  capacity:
  {{ YAML .spec.resources.requests 2 }}
  persistentVolumeReclaimPolicy: Delete
  storageClassName: {{ .spec.storageClassName | Quote }}
  claimRef:
    apiVersion: v1
    kind: PersistentVolumeClaim
    name: {{ .metadata.name | Quote }}
    namespace: {{ .metadata.namespace | Quote }}
    uid: {{ .metadata.uid | Quote }}
  csi:
    driver: ${driver}
    volumeHandle: {{ .metadata.uid | Quote }}
`,
        },
      },
    ],
  },
});
