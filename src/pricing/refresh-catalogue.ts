import { join } from 'node:path';
import type { DropletSize } from '../adapters/digitalocean.ts';
import { writeWhole } from '../results/write-run.ts';
import type { CatalogueFile } from './catalogue.ts';
import { type CatalogueDiff, catalogueDiff, isEmptyDiff } from './catalogue-diff.ts';
import type { PriceHistory } from './catalogue-history.ts';
import { catalogueText, priceHistoryText } from './catalogue-text.ts';
import { daysOf, readCatalogueFile, readPriceHistory } from './read-catalogue.ts';
import { continuedHistory, refreshedFile, refuseNonsense } from './refresh-sizes.ts';

const PROVIDER = 'digitalocean';

/** What a refresh would write, and what differs from what is there. */
export interface CatalogueRefresh {
  /** Relative to the project: a new dated file, or the newest one where no price changed and only its days do. */
  readonly path: string;
  readonly isNewFile: boolean;
  readonly diff: CatalogueDiff;
  readonly sizes: number;
  readonly file: CatalogueFile;
  readonly history: PriceHistory;
}

/**
 * Works out what today's list of sizes makes of the catalogue; writes nothing.
 *
 * @param day of the reading, as YYYY-MM-DD
 * @throws GomeetError (inconclusive) for a list that cannot be true
 */
export async function planRefresh(
  projectRoot: string,
  sizes: readonly DropletSize[],
  { day, url }: { readonly day: string; readonly url: string },
): Promise<CatalogueRefresh> {
  const newest = (await daysOf(projectRoot, PROVIDER)).at(-1);
  const path = `catalog/${PROVIDER}/${newest}.json`;
  const [older, history] = await Promise.all([
    readCatalogueFile(projectRoot, path),
    readPriceHistory(projectRoot, PROVIDER),
  ]);
  refuseNonsense(older, sizes);
  const file = refreshedFile(older, sizes, day, url);
  const diff = catalogueDiff(older, file);
  const isNewFile = !isEmptyDiff(diff) && day !== newest;
  return {
    path: isNewFile ? `catalog/${PROVIDER}/${day}.json` : path,
    isNewFile,
    diff,
    sizes: sizes.length,
    file,
    history: continuedHistory(history, sizes, day),
  };
}

/**
 * Writes the refresh, each file whole or not at all; the prices come last, so that prices without their history cannot be.
 *
 * @throws GomeetError (prerequisite) where the folder cannot be written
 */
export async function writeRefresh(projectRoot: string, refresh: CatalogueRefresh): Promise<void> {
  const historyPath = join(projectRoot, 'catalog', PROVIDER, 'price-history.json');
  await writeWhole(historyPath, priceHistoryText(refresh.history));
  await writeWhole(join(projectRoot, refresh.path), catalogueText(refresh.file));
}
