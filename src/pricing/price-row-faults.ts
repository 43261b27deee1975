/** What of a row these rules look at. */
interface Row {
  readonly kind: string;
  readonly price: string | null;
  readonly per: string;
  readonly tiers: readonly { readonly upTo: number | null }[];
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly confidence: string;
}

interface Fault {
  readonly path: readonly string[];
  readonly message: string;
}

const data = '(?:byte|GB|GiB|TB|TiB)';
const unitsOf = (pattern: string, words: string) => ({ pattern: new RegExp(`^${pattern}$`), words });
const traffic = unitsOf(data, 'GB, GiB, TB or TiB');
const machine = unitsOf('node/(?:month|h)', 'node/month or node/h');
const service = unitsOf('(?:instance|node|cluster)/(?:month|h)', 'instance/month or instance/h');
const kept = unitsOf(
  `(?:${data}|instance)/(?:month|h)`,
  'GB/month, GiB/month, TB/month, TiB/month or instance/month',
);

/** By what a bill can charge each kind. Kinds that no bill reckons with are sold by whatever their provider likes. */
const UNITS: Readonly<Record<string, { readonly pattern: RegExp; readonly words: string }>> = {
  egress: traffic,
  node: machine,
  'control-plane': service,
  'load-balancer': service,
  database: service,
  cache: service,
  volume: kept,
  snapshot: kept,
  'object-storage': kept,
  registry: kept,
};

/** What a row may not say, beyond the form of its fields; each with what is accepted. */
export const faultsOfRow = (row: Row): readonly Fault[] => [
  ...priceFaults(row),
  ...unitFaults(row),
  ...tierFaults(row),
  ...machineFaults(row),
  ...(row.validFrom !== null && row.validTo !== null && row.validFrom > row.validTo
    ? [{ path: ['validTo'], message: 'accepted: a day not before validFrom' }]
    : []),
];

function priceFaults({ price, tiers, confidence }: Row): readonly Fault[] {
  const isPriced = price !== null || tiers.length > 0;
  if (isPriced && confidence === 'none')
    return [{ path: ['confidence'], message: 'accepted: none where no price is known, and only there' }];
  if (!isPriced && confidence !== 'none')
    return [
      {
        path: ['price'],
        message: `accepted: a decimal number as a string, tiers, or null with confidence none (it is ${confidence})`,
      },
    ];
  return [];
}

function unitFaults({ kind, per }: Row): readonly Fault[] {
  const units = Object.hasOwn(UNITS, kind) ? UNITS[kind] : undefined;
  return units === undefined || units.pattern.test(per)
    ? []
    : [{ path: ['per'], message: `accepted for ${kind}: ${units.words}` }];
}

function tierFaults({ price, tiers }: Row): readonly Fault[] {
  const ends = tiers.map(({ upTo }) => upTo ?? Number.POSITIVE_INFINITY);
  const rules = [
    [price === null || tiers.length === 0, 'accepted: either a price or tiers'],
    [ends.every((end, i) => i === 0 || end > (ends[i - 1] ?? 0)), 'accepted: lowest upTo first'],
    [ends.slice(0, -1).every(Number.isFinite), 'accepted: only the last tier without an end (upTo: null)'],
  ] as const;
  return rules.filter(([holds]) => !holds).map(([, message]) => ({ path: ['tiers'], message }));
}

/** A machine costs something and has something: nothing of it would vanish from every choice without a word. */
function machineFaults({ kind, price, attributes }: Row): readonly Fault[] {
  if (kind !== 'node') return [];
  const sizes = ['vcpus', 'memoryMiB', 'networkGbps'].flatMap((name) => {
    const value = attributes[name];
    return value === undefined || value === null || (typeof value === 'number' && value > 0)
      ? []
      : [
          {
            path: ['attributes', name],
            message: 'accepted: a number above 0, or null where it is not known',
          },
        ];
  });
  return price !== null && Number(price) === 0
    ? [{ path: ['price'], message: 'accepted for node: above 0, or null where it is not known' }, ...sizes]
    : sizes;
}
