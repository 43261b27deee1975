import { z } from 'zod';
import { underDeployLock } from '../../deployment/kubernetes/deploy-lock.ts';
import { rotateSecret } from '../../deployment/kubernetes/rotate-secret.ts';
import {
  ROTATIONS,
  type SecretRotation,
  secretRotations,
} from '../../deployment/kubernetes/secret-rotation.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { defineCommand } from '../command.ts';
import { kubernetesFlags } from '../deploy/kubernetes-flags.ts';
import { openKubernetes } from '../deploy/kubernetes-target.ts';
import { oneOf } from '../flag-schemas.ts';

export const secretsRotate = defineCommand({
  description: `Renews a secret in the cluster and restarts what reads it. Values are made at random, are never shown, and lie in Secrets alone. Names: ${ROTATIONS.join(', ')}.`,
  examples: ['gomeet secrets rotate postgres', 'gomeet secrets rotate data-key --environment staging'],
  next: 'gomeet health-check --target kubernetes',
  arguments: {
    name: { name: '<name>', description: ROTATIONS.join(', '), schema: oneOf(ROTATIONS) },
  },
  flags: { environment: kubernetesFlags.environment, context: kubernetesFlags.context },
  data: z.strictObject({
    name: z.string(),
    changed: z.array(z.string()).describe('Secrets with a new value'),
    restarted: z.array(z.string()),
    effect: z.string(),
    next: z.string().nullable().describe('what is left to do'),
  }),
  async run(ctx, { name = 'access-token', ...options }) {
    const { cluster, namespaces, by } = await openKubernetes(ctx, options);
    const rotation: SecretRotation = secretRotations[name];
    const { effect, next, restarts } = rotation;
    ctx.progress.note(`${name} in ${namespaces.platform}: restarts ${restarts.join(', ')}\n${effect}`);
    if (!(await (await ctx.prompts()).confirm('Go ahead?', '--yes'))) throw declined();
    const lock = { namespace: namespaces.platform, identity: by };
    // Held until what it restarts is ready: a deployment in between would wait for the same pods.
    const { changed, restarted } = await underDeployLock(ctx, cluster, lock, (world) =>
      rotateSecret(world, cluster, namespaces, rotation),
    );
    const lines = [`renewed ${changed.join(', ')}`, `restarted ${restarted.join(', ') || 'nothing'}`];
    return {
      data: { name, changed: [...changed], restarted: [...restarted], effect, next },
      text: [...lines, ...(next === null ? [] : [`Next: ${next}`])].join('\n'),
    };
  },
});

const declined = (): GomeetError =>
  new GomeetError('nothing was renewed', {
    exitCode: ExitCode.interrupted,
    code: 'declined',
    hint: 'gomeet secrets rotate <name>',
  });
