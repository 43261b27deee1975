import { type CatalogueDiff, isEmptyDiff } from './catalogue-diff.ts';

/** A diff of two price lists: prices first, because they are what people look for; then what else is different. */
export function catalogueDiffView(diff: CatalogueDiff): string {
  if (isEmptyDiff(diff)) return `No difference: ${diff.unchanged} prices are the same.`;
  const isPriceChange = ({ changes }: CatalogueDiff['changed'][number]): boolean =>
    changes.some(({ field }) => field === 'price' || field === 'tiers');
  const priced = diff.changed.filter(isPriceChange);
  const others = diff.changed.filter((row) => !isPriceChange(row));
  return [
    ...diff.added.map(({ id, price, currency }) => `+ ${id}  ${shownPrice(price, currency)}`),
    ...diff.removed.map(({ id, price, currency }) => `- ${id}  ${shownPrice(price, currency)}`),
    ...priced.map(changeLine),
    ...(others.length > 12 ? summaryLines(others) : others.map(changeLine)),
    '',
    `${diff.added.length} added, ${diff.removed.length} removed, ${priced.length} with another price, ${others.length} otherwise changed, ${diff.unchanged} the same`,
  ].join('\n');
}

const shownPrice = (price: string | null, currency: string): string =>
  price === null ? 'price not known' : `${price} ${currency}`;

function changeLine({ id, changes, priceChangePercent }: CatalogueDiff['changed'][number]): string {
  const percent =
    priceChangePercent === null
      ? ''
      : ` (${priceChangePercent > 0 ? '+' : ''}${priceChangePercent.toFixed(1)} %)`;
  const fields = changes.map(({ field, from, to }) => `${field} ${from ?? 'unknown'} → ${to ?? 'unknown'}`);
  return `~ ${id}  ${fields.join('; ')}${percent}`;
}

/** A list that gains a field gains it in 182 rows: they are told by field, with one row as an example. */
function summaryLines(rows: CatalogueDiff['changed']): readonly string[] {
  const fields = rows.flatMap(({ id, changes }) => changes.map((change) => ({ id, ...change })));
  return [...Map.groupBy(fields, ({ field }) => field)].map(([field, [first, ...rest]]) => {
    const example =
      first === undefined ? '' : `: ${first.id} ${first.from ?? 'unknown'} → ${first.to ?? 'unknown'}`;
    return `~ ${field} of ${rest.length + 1} rows${example}${rest.length > 0 ? ', …' : ''}`;
  });
}
