import { z } from 'zod';
import type { CloudChange } from '../../deployment/digitalocean/cloud-change.ts';
import type { CloudRequest } from '../../deployment/digitalocean/prepare-cloud.ts';
import { asDecimal } from '../../pricing/bill.ts';
import type { Argument, Flag } from '../command.ts';
import { oneOf, onOff } from '../flag-schemas.ts';

export const planFile = {
  name: '[plan]',
  description: 'a plan.json of gomeet plan --out (default: the plan of gomeet.yaml)',
  schema: z.string().min(1),
} satisfies Argument;

/** What every command of `gomeet cloud` takes. */
export const cloudFlags = {
  provider: {
    flags: '--provider <name>',
    description: 'digitalocean, the only one so far',
    schema: oneOf(['digitalocean']),
  },
  name: {
    flags: '--name <name>',
    description: 'of the cluster; everything else begins with it (default: gomeet)',
    schema: z.string().regex(/^[a-z][a-z0-9-]{1,29}$/, {
      error: 'accepted: 2 to 30 small letters, digits and hyphens, a letter first',
    }),
  },
  region: {
    flags: '--region <slug>',
    description: 'such as sgp1, Singapore (default: the plan’s)',
    schema: z.string().regex(/^[a-z]{3}\d$/, { error: 'accepted: a region such as sgp1, fra1 or nyc3' }),
  },
  domain: {
    flags: '--domain <name>',
    description: 'domain whose names are kept at DigitalOcean (default: names are kept elsewhere)',
    schema: z.string().regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/, {
      error: 'accepted: a domain such as meet.example.com',
    }),
  },
  registry: {
    flags: '--no-registry',
    description: 'leave the account’s container registry alone',
    schema: onOff,
  },
} satisfies Record<string, Flag>;

/** Of the commands that make a key. */
export const renewStorageKey = {
  flags: '--renew-storage-key',
  description:
    'end the key of Spaces whose secret is not kept here and make another; the platform then needs a new deployment',
  schema: onOff,
} satisfies Flag;

interface Typed {
  readonly file: string | undefined;
  readonly name: string | undefined;
  readonly region: string | undefined;
  readonly domain: string | undefined;
  readonly registry: boolean | undefined;
  readonly renewStorageKey?: boolean | undefined;
}

export const cloudRequest = (options: Typed, keepsData = false): CloudRequest => ({
  file: options.file,
  name: options.name ?? 'gomeet',
  region: options.region,
  domain: options.domain,
  hasRegistry: options.registry ?? true,
  keepsData,
  renewsStorageKey: options.renewStorageKey ?? false,
});

export const cloudChangeSchema = z.strictObject({
  action: z.enum(['create', 'update', 'wait', 'unchanged', 'later', 'conflict']),
  kind: z.string(),
  name: z.string(),
  reason: z.string(),
  monthlyCost: z.string().nullable().describe('US dollars at list prices; null: not charged by itself'),
  addedMonthlyCost: z
    .string()
    .nullable()
    .describe('US dollars by which the bill grows, by what is made or grows'),
  notes: z.array(z.string()),
});

const money = (amount: CloudChange['monthlyCost']): string | null => amount && asDecimal(amount);

export const changeDocument = (change: CloudChange): z.output<typeof cloudChangeSchema> => ({
  ...change,
  monthlyCost: money(change.monthlyCost),
  addedMonthlyCost: money(change.addedMonthlyCost),
  notes: [...change.notes],
});
