import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { generatorJob, planSecret } from './manifests.ts';

const place = { image: 'registry.example.com/gomeet-loadgen:1', namespace: 'load' };

test('the Job of two pods', async () => {
  const job = generatorJob('gomeet-01k', place, 2);
  const container = job.spec?.template.spec?.containers[0];
  expect(container?.command?.slice(0, 2)).toEqual(['/bin/sh', '-c']);
  // The script has tests of its own.
  if (container) container.command = ['/bin/sh', '-c', '…'];
  await expect(stringify(job)).toMatchFileSnapshot('job.golden.yaml');
});

test('a plan is a Secret that its Job owns', () => {
  const plan = { schema: 'gomeet.api-plan/v1', users: { password: 'secret' }, script: 'api.ts' };
  expect(planSecret({ name: 'gomeet-01k', uid: 'u-1' }, 'load', 1, plan)).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'gomeet-01k-1',
      namespace: 'load',
      labels: {
        'app.kubernetes.io/name': 'gomeet-loadgen',
        'app.kubernetes.io/managed-by': 'gomeet',
        'gomeet.dev/run': 'gomeet-01k',
      },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'gomeet-01k', uid: 'u-1' }],
    },
    immutable: true,
    type: 'Opaque',
    stringData: {
      'plan.json':
        '{"schema":"gomeet.api-plan/v1","users":{"password":"secret"},"outputDirectory":"/opt/gomeet/results"}',
      script: 'api.ts',
    },
  });
});

test('a plan that no Secret holds is refused with its size', () => {
  const plan = { rooms: 'x'.repeat(2 ** 20), script: 'room.ts' };
  expect(() => planSecret({ name: 'gomeet-01k', uid: 'u-1' }, 'load', 3, plan)).toThrow(
    'the plan of pod 3 has 1,048,635 bytes; accepted are at most 1,048,576',
  );
});
