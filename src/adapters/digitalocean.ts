import { createRequire } from 'node:module';
import { z } from 'zod';
import { ExitCode, GomeetError } from '../errors.ts';
import { withRetries } from './digitalocean-retry.ts';
import { readDigitalOceanToken } from './digitalocean-token.ts';

// do-wrapper is CommonJS with a default export, which importers unwrap each in their own way; require has one. Two of its
// modules are enough: the whole of it would load twenty.
const require = createRequire(import.meta.url);
const { default: RequestHelper } =
  require('do-wrapper/dist/request-helper.js') as typeof import('do-wrapper/dist/request-helper.js');
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
const pageSchema = z.object({
  sizes: z.array(apiSizeSchema),
  meta: z.object({ total: z.int().nonnegative() }),
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

export interface DigitalOcean {
  /** Every size, page by page. @throws GomeetError where the API refuses, does not answer or answers something else */
  listSizes(): Promise<readonly DropletSize[]>;
  /** Address of the list, for whoever notes where the prices came from. */
  readonly sizesUrl: string;
}

const DIGITALOCEAN_API = 'https://api.digitalocean.com';
const SIZES_PER_PAGE = 200; // the largest page that the API serves: one request for today's 182 sizes
const REQUEST_TIMEOUT_MS = 10_000;

interface Connection {
  readonly token: string;
  /** Where the API is; another address is for tests and proxies, and must be https or this machine. */
  readonly url?: string | undefined;
  /** Wait before the first retry. */
  readonly retryDelayMs?: number;
  readonly signal?: AbortSignal;
}

/** do-wrapper's own request knows no time limit and one address: these are the parts of it that are set. */
interface RequestParts {
  apiUrl: string;
  requestBuilder(options: object): object;
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
  return connectDigitalOcean({ token, url: world.env.DIGITALOCEAN_API_URL, signal: world.signal });
}

export function connectDigitalOcean({ token, url, retryDelayMs = 1000, signal }: Connection): DigitalOcean {
  const address = apiAddress(url ?? DIGITALOCEAN_API);
  const helper = new RequestHelper(token);
  const parts = helper as unknown as RequestParts;
  const original = parts.requestBuilder.bind(helper);
  parts.apiUrl = `${address}/v2/`;
  parts.requestBuilder = (options) => ({
    ...original(options),
    followRedirect: false, // a redirect would take the token to another host
    timeout: { request: REQUEST_TIMEOUT_MS },
  });
  const sizes = new Sizes(SIZES_PER_PAGE, helper);
  return {
    listSizes: () =>
      allPages((page) =>
        withRetries(() => sizes.get('', false, page, SIZES_PER_PAGE), { address, retryDelayMs, signal }),
      ),
    sizesUrl: `${address}/v2/sizes`,
  };
}

async function allPages(read: (page: number) => Promise<unknown>): Promise<readonly DropletSize[]> {
  const found: DropletSize[] = [];
  for (let page = 1; ; page += 1) {
    const { sizes, meta } = checkedPage(await read(page), page);
    found.push(...sizes.map(dropletSize));
    // A page without sizes ends the walk too: a wrong total must not make it go on for ever.
    if (found.length >= meta.total || sizes.length === 0) return found;
  }
}

function checkedPage(answer: unknown, page: number): z.output<typeof pageSchema> {
  const result = pageSchema.safeParse(answer);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new GomeetError(
    `DigitalOcean's list of sizes (page ${page}) is not what its API describes: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    {
      exitCode: ExitCode.inconclusive,
      code: 'digitalocean-answer',
      hint: 'nothing was written; try again later',
    },
  );
}

/** The token goes where this points, so it must be encrypted on its way, or stay on this machine. */
function apiAddress(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isLocal = parsed !== null && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(parsed.hostname);
  if (parsed !== null && (parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLocal)))
    return url.replace(/\/+$/, '');
  throw new GomeetError(`DIGITALOCEAN_API_URL: accepted: an https address, such as ${DIGITALOCEAN_API}`, {
    exitCode: ExitCode.usage,
    code: 'invalid-api-url',
    hint: 'unset DIGITALOCEAN_API_URL',
  });
}
