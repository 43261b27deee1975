import { createRequire } from 'node:module';
import { z } from 'zod';
import { type Cloud, cloudOf } from './digitalocean/cloud.ts';
import { allPages, type ConnectionSettings, openConnection, PAGE_SIZE } from './digitalocean/connection.ts';
import { readDigitalOceanToken } from './digitalocean-token.ts';

// do-wrapper is CommonJS with a default export: see connection.ts.
const require = createRequire(import.meta.url);
const { default: Sizes } =
  require('do-wrapper/dist/modules/sizes.js') as typeof import('do-wrapper/dist/modules/sizes.js');

/** A Droplet size as `GET /v2/sizes` describes it; fields that the price list does not use are let through unread. */
const apiSizeSchema = z.object({
  slug: z.string().min(1),
  description: z.string(),
  memory: z.int().positive(),
  vcpus: z.int().positive(),
  disk: z.int().nonnegative(),
  transfer: z.number().nonnegative(),
  price_monthly: z.number(),
  price_hourly: z.number(),
  regions: z.array(z.string()),
  available: z.boolean(),
});

/** The same in units that say what they are. */
export interface DropletSize {
  readonly slug: string;
  readonly description: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly diskGB: number;
  readonly transferGiB: number;
  /** US dollars, as decimal strings. */
  readonly monthlyPrice: string;
  readonly hourlyPrice: string;
  readonly regions: readonly string[];
  readonly isAvailable: boolean;
}

const dropletSize = (size: z.output<typeof apiSizeSchema>): DropletSize => ({
  slug: size.slug,
  description: size.description,
  vcpus: size.vcpus,
  memoryMiB: size.memory, // the API says megabytes: 8192 of them are 8 GiB
  diskGB: size.disk,
  transferGiB: Math.round(size.transfer * 1000), // "7 TB" is printed as 7,000 GiB in the price list
  monthlyPrice: String(size.price_monthly),
  hourlyPrice: size.price_hourly.toFixed(5), // 0.00743999984115362 was 0.00744 before it became a float
  regions: size.regions,
  isAvailable: size.available,
});

/** Prices and machines of one account. */
export interface DigitalOcean {
  /** Every size, page by page. @throws GomeetError where the API refuses, does not answer or answers something else */
  listSizes(): Promise<readonly DropletSize[]>;
  /** Address of the list, for whoever notes where the prices came from. */
  readonly sizesUrl: string;
  /** What runs in the account, and how to change it. */
  readonly cloud: Cloud;
}

/** With the token that the user keeps in a file or in the environment. */
export async function openDigitalOcean(
  world: {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly cwd: string;
    readonly signal: AbortSignal;
  },
  tokenFile: string | undefined,
): Promise<DigitalOcean> {
  const token = await readDigitalOceanToken(world, tokenFile);
  return connectDigitalOcean({
    token,
    url: world.env.DIGITALOCEAN_API_URL,
    spacesUrl: world.env.DIGITALOCEAN_SPACES_URL,
    signal: world.signal,
  });
}

export function connectDigitalOcean(settings: ConnectionSettings): DigitalOcean {
  const connection = openConnection(settings);
  const sizes = new Sizes(PAGE_SIZE, connection.helper);
  return {
    listSizes: async () => {
      const page = (number: number) => connection.repeat(() => sizes.get('', false, number, PAGE_SIZE));
      const found = await allPages(page, 'sizes', apiSizeSchema, 'list of sizes');
      return found.map(dropletSize);
    },
    sizesUrl: `${connection.address}/v2/sizes`,
    cloud: cloudOf(connection),
  };
}
