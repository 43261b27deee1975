/** The written plan of 2025: what the audit finds in it, worked out again by other means than the audit's own. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { world } from '../../tests/support/sound-plan.ts';
import type { Arithmetic } from './arithmetic.ts';
import { auditPlan } from './findings.ts';
import { parseAuditedPlan } from './parse-audited-plan.ts';

const path = fileURLToPath(new URL('../../plans/written-2025.yaml', import.meta.url));
const text = await readFile(path, 'utf8');
const plan = parseAuditedPlan('plans/written-2025.yaml', text);
const findings = auditPlan(plan, world);
const codes = new Set(findings.map(({ code }) => code));

/** JavaScript itself works the formula out: names become parameters, and nothing of the audit's parser is used. */
function workedOut({ formula, inputs }: Arithmetic): number {
  const names = Object.keys(inputs);
  const body = `const { min, max, ceil, floor } = Math; return ${formula};`;
  return Number(new Function(...names, body)(...names.map((name) => inputs[name])));
}

const comparisons: Readonly<Record<Arithmetic['comparison'], (value: number, against: number) => boolean>> = {
  '<': (value, against) => value < against,
  '<=': (value, against) => value <= against,
  '>': (value, against) => value > against,
  '>=': (value, against) => value >= against,
  '!=': (value, against) => value !== against,
};

describe('arithmetic', () => {
  test('of at least forty kinds of findings', () => {
    expect(codes.size).toBeGreaterThanOrEqual(40);
  });

  test.each(findings.map((finding) => ({ ...finding, ...finding.evidence })))(
    '$code holds when it is worked out again: $arithmetic.formula',
    ({ arithmetic, cites }) => {
      expect(workedOut(arithmetic)).toBeCloseTo(arithmetic.value, 6);
      expect(comparisons[arithmetic.comparison](arithmetic.value, arithmetic.against)).toBe(true);
      expect(cites.length).toBeGreaterThan(0);
    },
  );

  test('cites documents that the plan names, by line', () => {
    const cites = findings.flatMap(({ evidence }) => evidence.cites);
    const unknown = cites.filter(
      (cite) => !/^\d{3}:\d+$/.test(cite) || !(cite.slice(0, 3) in plan.documents),
    );
    expect(unknown).toEqual([]);
  });

  /** Worked out on paper from the documents; `values` are all that a code finds, in order. */
  test.each([
    ['GC001', [5_149]], // 30,347 - 25,198
    ['GC004', [20.6]], // 3 × 0.2 + 20 × 1 TB
    ['GC005', [17_638.6]], // 25,198 × 0.7
    ['GC006', [63]], // 8 + 12 + 25 + 10 + 8
    ['GC103', [6]], // 4/8, 6/12, 3/6, 2/4, 8/16, 1/2
    ['GC104', [28]], // 40 - 12
    ['GC125', [800]], // 25 × 16 + 60 × 4 + 4 × 16 + 12 × 8
    ['GC201', [3]],
    ['GC204', [10_001]],
    ['GC220', [100_000]],
    ['GC301', [240, 500]], // 12 × 20, 25 × 20
    ['GC302', [20_000, 40_000]],
    ['GC401', [896, 2_912]],
    ['GC402', [1_759, 5_438]], // 1,731 where the recorders stay at 3: 7 more of them take 28
    ['GC501', [31_500]],
    ['GC502', [25]],
    ['GC505', [1_597]], // 64 × 25 - 3
    ['GC604', [2_000]],
    ['GC703', [16]],
    ['GC901', [4]],
    ['GC903', [1.06694]], // 53,347 / 50,000
    ['GC905', [148_347]], // 190,000 / 2 + 53,347
    ['GC907', [12_258]], // 12 × 334 + 30 × 168 + 3 × 534 + 6 × 268
  ])('%s gives %j', (code, values) => {
    const found = findings.filter((finding) => finding.code === code);
    expect(found.map(({ evidence }) => evidence.arithmetic.value)).toEqual(
      values.map((value) => expect.closeTo(value, 4)),
    );
  });

  /** By the planning model: three significant digits of what the reference layout gives. */
  test.each([
    ['GC120', 217_192],
    ['GC202', 24.5],
    ['GC203', 3.27],
    ['GC305', 2.94],
    ['GC306', 13.1],
    ['GC906', 18.95],
  ])('%s gives about %d', (code, value) => {
    const found = findings.find((finding) => finding.code === code);
    expect((found?.evidence.arithmetic.value ?? 0) / value).toBeCloseTo(1, 2);
  });
});

describe('every contradiction, slip and impossibility that is known of the documents', () => {
  test.each([
    ['N01 media nodes: 12, 25, up to 50 or 100', ['GC801', 'GC821', 'GC304']],
    ['N02 API instances: 30, 60, 63', ['GC802']],
    [
      'N03 PostgreSQL: 3 × 8/32, 4 × 16/64, managed; 4 shards on 4 nodes',
      ['GC803', 'GC804', 'GC805', 'GC703'],
    ],
    ['N04 Redis: 6 × 4/16, 12 × 8/32, managed', ['GC806', 'GC807', 'GC808']],
    ['N05 cluster nodes: 20, 3; masters on managed Kubernetes', ['GC809', 'GC405']],
    ['N06 region: Singapore, New York', ['GC810']],
    ['N07 infrastructure cost: dearer for the smaller sizing', ['GC001', 'GC907']],
    ['N08 domains', ['GC811']],
    ['N09 media: LiveKit, Pion, simple-peer', ['GC812', 'GC708']],
    ['N10 edge: Traefik, Nginx; 6 or 18', ['GC813', 'GC814']],
    ['N11 TLS: four issuers; ends early, promised throughout', ['GC815', 'GC816', 'GC225']],
    ['N12 sticky cookies and pass-through', ['GC222']],
    ['N17 storage: 8 TB, 20 TB', ['GC817']],
    ['N18 namespaces', ['GC819']],
    ['N19 shards and shells on a managed database', ['GC702', 'GC724']],
    ['N22 break-even, twice, and the return', ['GC901', 'GC902']],
    ['N23 cost per participant', ['GC903']],
    ['N25 ten people by default', ['GC503']],
    ['N34 rollback by deletion; a backup that nobody makes', ['GC722', 'GC723']],
    ['N35 autoscalers for all', ['GC606']],
    ['N36 least privilege in an open namespace', ['GC709']],
    ['N37 a node that grew to what it was', ['GC823']],
    ['N38 minimum below start, trigger below a meeting', ['GC601', 'GC303']],
    ['N39 scale-up at the limit of the target', ['GC602']],
    ['N40 Redis for 50,000 connections', ['GC504']],
    ['N41 unit of the API; Traefik without a price', ['GC105', 'GC121']],
    ['N42 approvers; operations without a breakdown', ['GC824', 'GC126']],
    ['N46 20.6 TB printed as 20', ['GC004']],
    ['N47 30 % off', ['GC005']],
    ['N48 63 pods priced as 60', ['GC006']],
    ['N54 20 or 400 people a node', ['GC301', 'GC302']],
    ['N55 requests beyond the cluster', ['GC401']],
    ['N56 bandwidth a node; no egress', ['GC202', 'GC120']],
    ['N57 pools beyond the pooler', ['GC501']],
    ['N58 rate limit against the load test', ['GC502']],
    ['N59 two prices of a shape, one price of many', ['GC102', 'GC103']],
    ['N60 profit without revenue', ['GC906']],
    ['N62 livekit_participants_total', ['GC607', 'GC701']],
    ['N63 mean_time', ['GC720']],
    ['N64 a threshold for scaling down', ['GC603']],
    ['N65 kubectl scale under an autoscaler', ['GC605']],
    ['N66 scaling in ends meetings', ['GC604']],
    ['N67 no autoscaler for stores; no Certificate kind', ['GC606', 'GC721']],
    ['N68 media through the load balancer', ['GC204']],
    ['N69 k6 sends no media', ['GC507']],
    ['N70 prices and discounts that are on no list', ['GC101', 'GC104', 'GC106', 'GC107']],
    ['N71 algorithm, cookies, connections of the load balancer', ['GC224', 'GC223', 'GC220']],
    ['a meeting above the card, with other presets above its target', ['GC201', 'GC203']],
    ['a meeting that fits no node', ['GC305', 'GC306']],
    ['pods that fit no node beside the system’s', ['GC403', 'GC404']],
    ['autoscalers beyond the cluster', ['GC402']],
    ['TLS handshakes of the joining crowd', ['GC221']],
    ['what the bill leaves out', ['GC122', 'GC123', 'GC124']],
    ['API replicas without a load', ['GC307']],
  ])('%s', (_what, expected) => {
    expect([...codes]).toEqual(expect.arrayContaining(expected));
  });

  test('N70 a price is held against the cheapest size of its shape, which is named', () => {
    const compared = findings
      .filter(({ code }) => code === 'GC101')
      .map(({ evidence: { text, arithmetic } }) => [
        text.split(':')[0],
        arithmetic.inputs.unitPrice,
        /(\S+), the cheapest/.exec(text)?.[1],
        arithmetic.inputs.cheapestListPrice,
      ]);
    expect(compared).toEqual([
      ['LiveKit SFU', 334, 'g-16vcpu-64gb', 504],
      ['API Services', 168, 'c-4', 84],
      ['PostgreSQL', 534, 'g-16vcpu-64gb', 504],
      ['Redis', 268, 'g-8vcpu-32gb', 252],
    ]);
  });

  test('N49 sums that are right are not found: rows, total of the bill, total investment, cores, memory, nodes', () => {
    expect(['GC002', 'GC003', 'GC007', 'GC008'].filter((code) => codes.has(code))).toEqual([]);
    expect(findings.filter(({ code }) => code === 'GC004')).toHaveLength(1);
  });
});

describe('a written plan that cannot be read', () => {
  test.each([
    ['schema: nothing', 'plan.yaml:1: schema: '],
    ['schema: gomeet.audited-plan/v1\nname: x\nnodes: 3', 'plan.yaml:3: unknown key "nodes"'],
    [
      'schema: gomeet.audited-plan/v1\nname: x\nmedia:\n  nodes:\n    - { is: -4, at: a }',
      'plan.yaml:5: media.nodes.0.is: ',
    ],
    [
      'schema: gomeet.audited-plan/v1\nname: x\nmedia:\n  nodes: [{ is: .nan, at: a }]',
      'plan.yaml:4: media.nodes.0.is: ',
    ],
    [
      'schema: gomeet.audited-plan/v1\nname: x\nmedia: { nodes: [{ is: 4 }] }',
      'plan.yaml:3: media.nodes.0.at: ',
    ],
    ['name: [', 'plan.yaml:1:8: '],
  ])('%j says where: %s', (content, expected) => {
    expect(() => parseAuditedPlan('plan.yaml', content)).toThrow(expected);
  });
});
