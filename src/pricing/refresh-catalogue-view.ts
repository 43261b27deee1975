import { type CatalogueDiff, isEmptyDiff } from './catalogue-diff.ts';
import { catalogueDiffView } from './catalogue-diff-view.ts';

interface Refreshed {
  readonly path: string;
  readonly isNewFile: boolean;
  readonly diff: CatalogueDiff;
  readonly sizes: number;
}

/** What a refresh is about to do: the diff before anything is written. */
export function refreshView(refresh: Refreshed, stage: 'planned' | 'dry run'): string {
  const file = refresh.isNewFile ? `a new file, ${refresh.path}` : refresh.path;
  return [
    `${refresh.sizes} sizes read`,
    catalogueDiffView(refresh.diff),
    stage === 'dry run'
      ? `Nothing was written (dry run); it would go into ${file}`
      : `This goes into ${file}`,
  ].join('\n');
}

/** What a refresh did. */
export function refreshSummary({ path, diff, sizes }: Refreshed, isWritten: boolean): string {
  if (!isWritten) return 'Nothing was written.';
  return isEmptyDiff(diff)
    ? `No price changed: ${sizes} prices are confirmed as of today in ${path}`
    : `Wrote ${path}`;
}
