import Big from 'big.js';
import type { DropletSize } from '../adapters/digitalocean.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import type { CatalogueFile, PriceRow } from './catalogue.ts';
import type { PriceHistory } from './catalogue-history.ts';

/**
 * The provider's file with the machines that are listed today; everything else that it sells stays as it was read. What the
 * API does not say (the network limit) is kept from the row before, and not guessed for a new size.
 *
 * @param day of the reading, as YYYY-MM-DD
 */
export function refreshedFile(
  file: CatalogueFile,
  sizes: readonly DropletSize[],
  day: string,
  url: string,
): CatalogueFile {
  const before = new Map(file.rows.map((row) => [row.id, row]));
  const machines = sizes.map((size) => machineRow(size, before.get(`droplet/${size.slug}`), day, url));
  return { ...file, rows: [...machines, ...file.rows.filter(({ kind }) => kind !== 'node')] };
}

function machineRow(size: DropletSize, before: PriceRow | undefined, day: string, url: string): PriceRow {
  const isPriced = Number(size.monthlyPrice) > 0;
  const isSame = before?.price !== null && Number(before?.price) === Number(size.monthlyPrice);
  const isGpu = size.slug.startsWith('gpu-');
  return {
    id: `droplet/${size.slug}`,
    region: null,
    kind: 'node',
    sku: size.slug,
    price: isPriced ? new Big(size.monthlyPrice).toFixed(2) : null,
    currency: 'USD',
    per: 'node/month',
    // A GPU's month is 744 h long and has no cap to speak of; every other Droplet is paid for 672 h at most.
    capHours: isGpu ? null : 672,
    monthHours: isGpu ? 744 : 672,
    included: size.transferGiB > 0 ? [{ amount: size.transferGiB, unit: 'GiB', pooled: true }] : [],
    tiers: [],
    attributes: {
      ...(before === undefined ? newSizeAttributes(size.slug, isGpu) : before.attributes),
      description: size.description,
      vcpus: size.vcpus,
      memoryMiB: size.memoryMiB,
      diskGB: size.diskGB,
      hourlyPrice: size.hourlyPrice,
      transferGiB: size.transferGiB,
      transferBasis: 'published',
      regions: size.regions.join(' '),
      available: size.isAvailable,
    },
    source: {
      type: 'api',
      title: 'GET /v2/sizes',
      url,
      quote: `price_monthly ${size.monthlyPrice}, price_hourly ${size.hourlyPrice}, transfer ${size.transferGiB / 1000}`,
      readAt: day,
    },
    asOf: day,
    validFrom: isSame ? (before?.validFrom ?? null) : day,
    validTo: null,
    confidence: isPriced ? 'high' : 'none',
    note: isPriced ? null : 'Listed without a price: sold by contract.',
  };
}

/** Sizes whose name begins with `s-` share their cores with others; the API does not say so in a field of its own. */
const newSizeAttributes = (slug: string, isGpu: boolean): PriceRow['attributes'] => ({
  family: slug.split('-')[0] ?? slug,
  cpu: isGpu ? 'gpu' : slug.startsWith('s-') ? 'shared' : 'dedicated',
  networkGbps: null,
  networkConfidence: 'none',
  networkBasis: 'not in the API, and not looked up yet',
});

/**
 * Refuses an answer that cannot be a price list: an empty one, one that has lost more than half of the sizes, one that gives
 * a size twice or sells for nothing what had a price.
 *
 * @throws GomeetError (inconclusive) which says what is wrong; nothing may be written then
 */
export function refuseNonsense(file: CatalogueFile, sizes: readonly DropletSize[]): void {
  const known = new Map(file.rows.filter(({ kind }) => kind === 'node').map((row) => [row.sku, row]));
  const slugs = sizes.map(({ slug }) => slug);
  const twice = slugs.find((slug, index) => slugs.indexOf(slug) !== index);
  const free = sizes.find(({ slug, monthlyPrice }) => {
    const price = Number(monthlyPrice);
    return price < 0 || (price === 0 && (known.get(slug)?.price ?? null) !== null);
  });
  const kept = slugs.filter((slug) => known.has(slug)).length;
  if (sizes.length === 0) throw nonsense('it lists no sizes');
  if (twice !== undefined) throw nonsense(`it lists ${twice} twice`);
  if (free !== undefined)
    throw nonsense(
      `${free.slug} costs ${free.monthlyPrice}, and ${known.get(free.slug)?.price ?? 'nothing'} so far`,
    );
  if (kept < known.size / 2)
    throw nonsense(`of ${known.size} sizes that are known it lists ${kept}; accepted: at least half`);
}

const nonsense = (what: string): GomeetError =>
  new GomeetError(`DigitalOcean's answer is no price list: ${what}. Nothing was written`, {
    exitCode: ExitCode.inconclusive,
    code: 'nonsense-prices',
    hint: 'try again later; the catalogue stays as it is',
  });

/** The history with today's prices: a size gains an entry where its price is another than its last one. */
export function continuedHistory(
  history: PriceHistory,
  sizes: readonly DropletSize[],
  day: string,
): PriceHistory {
  const entries = sizes.map(({ slug, monthlyPrice }) => {
    const before = history.sizes[slug] ?? [];
    const price = Number(monthlyPrice) > 0 ? new Big(monthlyPrice).toFixed(2) : null;
    const last = before.at(-1);
    return [slug, last?.price === price ? before : [...before, { from: day, price }]] as const;
  });
  return {
    ...history,
    to: day,
    revisions: history.revisions + 1,
    sizes: { ...history.sizes, ...Object.fromEntries(entries) },
  };
}
