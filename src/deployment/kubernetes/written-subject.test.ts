import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseAuditedPlan } from '../../audit/parse-audited-plan.ts';
import { writtenSubject } from './written-subject.ts';

const path = fileURLToPath(new URL('../../../plans/written-2025.yaml', import.meta.url));
const subject = writtenSubject(parseAuditedPlan(path, await readFile(path, 'utf8')));

test('the written plan is its 20 workers and its workloads, as the first document has them', () => {
  expect(subject.pools).toHaveLength(1);
  expect(subject.pools[0]).toMatchObject({ id: 'workers', nodes: 20, spareNodes: 0 });
  const table = subject.objects.map(({ metadata, spec }) => {
    const { replicas, template } = spec as {
      replicas: number;
      template: { spec: { containers: { resources: { requests: { cpu: string } } }[]; affinity?: object } };
    };
    const { affinity, containers } = template.spec;
    return `${replicas} × ${metadata.name} ${containers[0]?.resources.requests.cpu}${affinity === undefined ? '' : ', one a node'}`;
  });
  expect(table).toContain('25 × livekit-sfu 16000m, one a node');
  expect(table).toContain('8 × auth-service 4000m');
  expect(table).toHaveLength(13);
});

test('a node of 16 cores and 64 GiB has less than that for pods', () => {
  const [workers] = subject.pools;
  expect(workers?.allocatableCores).toBeCloseTo(15.39, 2);
  expect((workers?.allocatableMemoryBytes ?? 0) / 2 ** 30).toBeCloseTo(57.74, 2);
});
