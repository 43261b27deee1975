import Big from 'big.js';
import { ExitCode, GomeetError } from '../errors.ts';
import type { Bill, BillLine } from './bill.ts';

interface CostChange {
  readonly id: string;
  readonly title: string;
  readonly before: Big | null;
  readonly after: Big | null;
  /** Null where either amount is not known. */
  readonly change: Big | null;
  /** How the line came to be in only one of the two, if it is. */
  readonly kind: 'added' | 'removed' | 'changed' | 'same';
}

export interface CostDiff {
  readonly currency: Bill['currency'];
  readonly before: Big;
  readonly after: Big;
  readonly change: Big;
  readonly changes: readonly CostChange[];
}

/**
 * What a bill costs more or less than another, line by line, the largest change first. A line without an amount has no change, and
 * then the totals compare only what is known.
 *
 * @throws GomeetError (usage) for bills in different currencies
 */
export function diffCosts(before: Bill, after: Bill): CostDiff {
  if (before.currency !== after.currency)
    throw new GomeetError(
      `one bill is in ${before.currency}, the other in ${after.currency}; accepted: two of one currency`,
      {
        exitCode: ExitCode.usage,
        code: 'different-currencies',
        hint: `gomeet cost diff a.json b.json --currency ${before.currency}`,
      },
    );
  const [old, young] = [byId(before), byId(after)];
  const ids = [...new Set([...old.keys(), ...young.keys()])];
  const changes = ids.map((id) => changeOf(id, old.get(id), young.get(id)));
  const size = ({ change }: CostChange): Big => change?.abs() ?? new Big(0);
  return {
    currency: before.currency,
    before: before.monthlyTotal,
    after: after.monthlyTotal,
    change: after.monthlyTotal.minus(before.monthlyTotal),
    changes: changes.sort((a, b) => size(b).cmp(size(a))),
  };
}

const byId = ({ lines }: Bill): Map<string, BillLine> => new Map(lines.map((line) => [line.id, line]));

function changeOf(id: string, old: BillLine | undefined, young: BillLine | undefined): CostChange {
  const before = old === undefined ? new Big(0) : old.amount;
  const after = young === undefined ? new Big(0) : young.amount;
  const change = before === null || after === null ? null : after.minus(before);
  const kind =
    old === undefined ? 'added' : young === undefined ? 'removed' : change?.eq(0) ? 'same' : 'changed';
  return { id, title: (young ?? old)?.title ?? id, before, after, change, kind };
}
