import { z } from 'zod';
import { ENVIRONMENTS } from '../../deployment/kubernetes/environment.ts';
import { OVERLAYS } from '../../deployment/kubernetes/render-overlay.ts';
import { oneOf, onOff } from '../flag-schemas.ts';

/** Which platform in which cluster; every command that works on one takes these. */
export const kubernetesFlags = {
  overlay: {
    flags: '--overlay <name>',
    description: `kubernetes: ${OVERLAYS.join(', ')} (kubernetes.overlay)`,
    schema: oneOf(OVERLAYS),
  },
  environment: {
    flags: '--environment <name>',
    description: `kubernetes: ${ENVIRONMENTS.join(' or ')} (kubernetes.environment)`,
    schema: oneOf(ENVIRONMENTS),
  },
  context: {
    flags: '--context <name>',
    description: 'kubernetes: context of the kubeconfig (kubernetes.context, else the current one)',
    schema: z.string().min(1),
  },
} as const;

export const skipCallFlag = {
  flags: '--skip-call',
  description: 'kubernetes: do not end in a real call of two through the gateway',
  schema: onOff,
} as const;

export const targetFlag = {
  flags: '--target <name>',
  description: 'local (default) or kubernetes',
  schema: oneOf(['local', 'kubernetes']),
} as const;
