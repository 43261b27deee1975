import { pathToFileURL } from 'node:url';
import { launchChromium } from './launch-chromium.ts';

export interface PrintedPage {
  readonly pdf: Uint8Array;
}

/**
 * Prints a page that lies on this machine, on A4, with page numbers. Without JavaScript and without a network: a report needs
 * neither, and what somebody wrote into one gets neither.
 */
export async function printPage({
  executable,
  page: path,
}: {
  readonly executable: string;
  readonly page: string;
}): Promise<PrintedPage> {
  const chromium = await launchChromium(executable);
  try {
    const page = await chromium.browser.newPage();
    await page.setJavaScriptEnabled(false);
    await page.setOfflineMode(true);
    await page.goto(pathToFileURL(path).href, { waitUntil: 'load' });
    const pdf = await page.pdf({
      format: 'a4',
      printBackground: true,
      margin: { top: '14mm', bottom: '16mm', left: '14mm', right: '14mm' },
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate:
        '<div style="width:100%;font:7pt sans-serif;padding:0 14mm;text-align:right"><span class="pageNumber"></span> / <span class="totalPages"></span></div>',
    });
    return { pdf };
  } finally {
    await chromium.end();
  }
}
