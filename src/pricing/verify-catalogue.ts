import type { CatalogueFile } from './catalogue.ts';
import { BrokenCatalogueError } from './catalogue-faults.ts';
import { type CatalogueFinding, gapsIn, staleRates } from './catalogue-findings.ts';
import { catalogueOf } from './catalogue-lookup.ts';
import {
  clashesOf,
  daysOf,
  EXCHANGE_RATES,
  providersOf,
  readCatalogueFile,
  readExchangeRates,
} from './read-catalogue.ts';

/** What is in the catalogue, and what is wrong, old or missing there. */
export interface CatalogueVerification {
  readonly providers: readonly { readonly id: string; readonly file: string; readonly rows: number }[];
  readonly findings: readonly CatalogueFinding[];
}

/**
 * Looks at every file of the catalogue. Form and clashes are judged in all files, age and gaps in the newest of each provider:
 * an older file is history and may be old. One broken file does not hide what the others say.
 *
 * @param today as YYYY-MM-DD
 */
export async function verifyCatalogue(
  projectRoot: string,
  today: string,
  maxAgeDays: number,
): Promise<CatalogueVerification> {
  const ids = await providersOf(projectRoot);
  const judged = await Promise.all(ids.map((id) => verifyProvider(projectRoot, id, { today, maxAgeDays })));
  const rates = await orFindings(readExchangeRates(projectRoot));
  return {
    providers: judged.flatMap(({ provider }) => (provider === null ? [] : [provider])),
    findings: [
      ...judged.flatMap(({ findings }) => findings),
      ...('findings' in rates
        ? rates.findings
        : staleRates(EXCHANGE_RATES, rates.content.rates, today, maxAgeDays)),
    ],
  };
}

async function verifyProvider(
  projectRoot: string,
  provider: string,
  { today, maxAgeDays }: { today: string; maxAgeDays: number },
) {
  const findings: CatalogueFinding[] = [];
  let newest: CatalogueVerification['providers'][number] | null = null;
  const days = await daysOf(projectRoot, provider);
  for (const day of days) {
    const path = `catalog/${provider}/${day}.json`;
    const read = await orFindings(readCatalogueFile(projectRoot, path));
    if ('findings' in read) {
      findings.push(...read.findings);
      continue;
    }
    const catalogue = catalogueOf([{ path, content: read.content }], []);
    findings.push(...wrongProvider(path, provider, read.content));
    findings.push(...(await clashesOf(projectRoot, path, read.content)));
    if (day !== days.at(-1)) continue;
    findings.push(...gapsIn(path, catalogue.rowsOf(read.content.provider), today, maxAgeDays));
    newest = { id: provider, file: path, rows: read.content.rows.length };
  }
  return { provider: newest, findings };
}

const wrongProvider = (path: string, folder: string, { provider }: CatalogueFile): CatalogueFinding[] =>
  provider === folder
    ? []
    : [
        {
          severity: 'error',
          code: 'wrong-provider',
          file: path,
          line: null,
          rows: [],
          message: `provider: "${provider}" lies in the folder of ${folder}; accepted: "${folder}"`,
        },
      ];

/** A file that cannot be read becomes findings, one for each of its faults; anything else goes on as an error. */
async function orFindings<Content>(
  reading: Promise<Content>,
): Promise<{ content: Content } | { findings: readonly CatalogueFinding[] }> {
  try {
    return { content: await reading };
  } catch (thrown) {
    if (!(thrown instanceof BrokenCatalogueError)) throw thrown;
    const { path, faults } = thrown;
    return {
      findings: faults.map(({ line, what }) => ({
        severity: 'error',
        code: 'broken-row',
        file: path,
        line,
        rows: [],
        message: what,
      })),
    };
  }
}
