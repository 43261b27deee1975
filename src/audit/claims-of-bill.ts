import type { NodePool, PlanDocument } from '../planning/plan.ts';
import type { Bill, BillLine } from '../pricing/bill.ts';
import type { Part } from './audited-cluster.ts';

/** A bill as claims: what each line pays for, and the total as the headline. Of lines without a known price only the part is told. */
export function billClaims(bill: Bill, { pools }: PlanDocument) {
  const priced = bill.lines.filter(isPriced);
  const unpriced = bill.lines.filter((line) => !isPriced(line));
  const total = [{ is: bill.monthlyTotal.toNumber(), at: 'bill.monthlyTotal' }];
  return {
    bills: [
      {
        name: `bill of ${bill.provider}`,
        at: 'bill',
        lines: priced.map((line) => lineClaims(line, pools)),
        unpriced: unpriced.map(partOf),
        total,
      },
    ],
    money: { infrastructureMonthly: total },
  };
}

const isPriced = ({ unitPrice, amount }: BillLine): boolean => unitPrice !== null && amount !== null;

function lineClaims(line: BillLine, pools: readonly NodePool[]) {
  const paid = pools.filter(
    ({ id, size }) => line.kind === 'node' && line.row?.sku === size && line.id.startsWith(id),
  );
  const [pool] = paid;
  return {
    component: line.title,
    part: partOf(line),
    instances: line.quantity.toNumber(),
    unitPrice: line.unitPrice?.toNumber() ?? 0,
    total: line.amount?.toNumber() ?? 0,
    ...(line.row === null ? {} : { sku: line.row.sku }),
    // Nodes that run for a part of the month are fewer on the bill than in the cluster, and no shape is compared.
    ...(pool === undefined || !line.quantity.eq(pool.nodes)
      ? {}
      : { cores: pool.cores, memoryGiB: pool.memoryBytes / 2 ** 30 }),
    pools: paid.map(({ id }) => id),
    at: `bill.${line.id}`,
  };
}

function partOf({ kind, part }: BillLine): Part {
  if (kind === 'egress') return 'egress';
  if (kind === 'cache') return 'cache';
  // The nodes of the platform run the API; what is left of that part is what no pod runs on.
  if (kind === 'node' && part === 'platform') return 'api';
  return part === 'traffic' ? 'egress' : part;
}
