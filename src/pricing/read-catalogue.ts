import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { ExitCode, GomeetError } from '../errors.ts';
import { readText } from '../read-text.ts';
import { type CatalogueFile, catalogueFileSchema, exchangeRatesSchema } from './catalogue.ts';
import { brokenCatalogue, faultsOf } from './catalogue-faults.ts';
import { clashesIn } from './catalogue-findings.ts';
import { type PriceHistory, priceHistorySchema } from './catalogue-history.ts';
import { type Catalogue, catalogueOf } from './catalogue-lookup.ts';

/** The file of the rates of exchange, relative to the project as messages show it. */
export const EXCHANGE_RATES = 'catalog/exchange-rates.json';

/**
 * Reads the prices that gomeet ships: the newest file of each provider, `catalog/<provider>/<day>.json`.
 *
 * @param provider reads this one alone, which spares the others' parsing
 * @throws GomeetError (usage) for an unknown provider, and for a broken row: file, line, row, field and what is accepted
 */
export async function readCatalogue(projectRoot: string, provider?: string): Promise<Catalogue> {
  const names = await providersOf(projectRoot);
  if (provider !== undefined && !names.includes(provider)) throw unknownProvider(provider, names);
  const wanted = provider === undefined ? names : [provider];
  const [files, { rates }] = await Promise.all([
    Promise.all(wanted.map((name) => readNewest(projectRoot, name))),
    readExchangeRates(projectRoot),
  ]);
  return catalogueOf(files, rates);
}

/** Reads the prices that a provider's sizes have had. @throws GomeetError (usage) when the file is broken or not there */
export const readPriceHistory = (projectRoot: string, provider: string): Promise<PriceHistory> =>
  readJson(projectRoot, `catalog/${provider}/price-history.json`, priceHistorySchema);

/** Reads one file of rows; `path` is absolute, or relative to `projectRoot` as messages show it. */
export const readCatalogueFile = (projectRoot: string, path: string): Promise<CatalogueFile> =>
  readJson(projectRoot, path, catalogueFileSchema);

/**
 * Reads one price list by its day, `2026-11-20` of `provider`, or by its file, from the folder where the user stands.
 *
 * @throws GomeetError (usage) for a day on which nothing was read, with those on which something was
 */
export async function readPriceList(
  { projectRoot, cwd }: { readonly projectRoot: string; readonly cwd: string },
  provider: string,
  given: string,
): Promise<{ readonly path: string; readonly content: CatalogueFile }> {
  if (!/^\d{4}-\d\d-\d\d$/.test(given)) {
    await readText(resolve(cwd, given)).catch((cause: Error) => {
      throw noPriceList(given, cause);
    });
    return { path: given, content: await readCatalogueFile(cwd, given) };
  }
  const days = await daysOf(projectRoot, provider);
  if (days.length === 0) throw unknownProvider(provider, await providersOf(projectRoot));
  if (!days.includes(given))
    throw new GomeetError(`${provider} has no prices of ${given}; accepted: ${days.join(', ')}, or a file`, {
      exitCode: ExitCode.usage,
      code: 'unknown-price-list',
      hint: `gomeet cost catalog refresh --provider ${provider}`,
    });
  const path = `catalog/${provider}/${given}.json`;
  return { path, content: await readCatalogueFile(projectRoot, path) };
}

/** The days of a provider's files, oldest first. */
export async function daysOf(projectRoot: string, provider: string): Promise<readonly string[]> {
  const names = await readdir(join(projectRoot, 'catalog', provider)).catch(() => []);
  return names
    .filter((name) => /^\d{4}-\d\d-\d\d\.json$/.test(name))
    .map((name) => name.replace('.json', ''))
    .sort();
}

/** The providers that the catalogue has prices of, by name: the folders that hold a file named after a day. */
export async function providersOf(projectRoot: string): Promise<readonly string[]> {
  const entries = await readdir(join(projectRoot, 'catalog'), { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const days = await Promise.all(folders.map((name) => daysOf(projectRoot, name)));
  return folders.filter((_, index) => (days[index] ?? []).length > 0).sort();
}

async function readNewest(projectRoot: string, provider: string) {
  const day = (await daysOf(projectRoot, provider)).at(-1);
  const path = `catalog/${provider}/${day}.json`;
  const content = await readCatalogueFile(projectRoot, path);
  const clashes = await clashesOf(projectRoot, path, content);
  if (clashes.length > 0)
    throw brokenCatalogue(
      path,
      clashes.map(({ line, message }) => ({ line, what: message })),
    );
  return { path, content };
}

/** Rows of one id that hold on the same day: nobody could tell which of them a bill charges. */
export async function clashesOf(projectRoot: string, path: string, content: CatalogueFile) {
  const { rows } = catalogueOf([{ path, content }], []);
  // The text is read again for its line numbers alone, which only a file with clashes needs.
  if (clashesIn({ path, text: '', rows }).length === 0) return [];
  return clashesIn({ path, text: await readFile(resolve(projectRoot, path), 'utf8'), rows });
}

/** Reads the rates of exchange. @throws GomeetError (usage) when the file is broken or not there */
export const readExchangeRates = (projectRoot: string) =>
  readJson(projectRoot, EXCHANGE_RATES, exchangeRatesSchema);

async function readJson<Schema extends z.ZodType>(
  projectRoot: string,
  path: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await readFile(resolve(projectRoot, path), 'utf8').catch((cause: Error) => {
    throw brokenCatalogue(path, [{ line: null, what: `cannot be read: ${cause.message}` }]);
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw brokenCatalogue(path, [{ line: null, what: `is no JSON: ${(cause as Error).message}` }]);
  }
  const result = schema.safeParse(content);
  if (!result.success) throw brokenCatalogue(path, faultsOf(text, content, result.error));
  return result.data;
}

const noPriceList = (given: string, cause: Error): GomeetError =>
  new GomeetError(
    `${given} cannot be read: ${cause.message}; accepted: a day such as 2026-11-20, or a file`,
    {
      exitCode: ExitCode.usage,
      code: 'unknown-price-list',
      hint: 'gomeet cost catalog diff --help',
      cause,
    },
  );

const unknownProvider = (provider: string, known: readonly string[]): GomeetError =>
  new GomeetError(`provider "${provider}" is not in the catalogue; accepted: ${known.join(', ')}`, {
    exitCode: ExitCode.usage,
    code: 'unknown-provider',
    hint: 'gomeet cost --provider digitalocean',
  });
