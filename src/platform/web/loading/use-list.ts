import { useState } from 'preact/hooks';
import type { Page } from '../api/types.ts';
import { showError } from '../ui/toast.tsx';
import { type Loading, useLoaded } from './use-loaded.ts';

export interface Listing<T> extends Loading<Page<T>> {
  /** Fetches the next page and puts it behind; undefined when all is shown. */
  readonly more: (() => Promise<void>) | undefined;
  readonly loadingMore: boolean;
}

/** A list that comes in pages. `load` gets the cursor of the page that is wanted, undefined for the first. */
export function useList<T>(
  load: (cursor: string | undefined) => Promise<Page<T>>,
  inputs: readonly unknown[],
): Listing<T> {
  const loading = useLoaded(() => load(undefined), inputs);
  const [loadingMore, setLoadingMore] = useState(false);
  const shown = loading.loaded.state === 'ready' ? loading.loaded.data : undefined;
  const cursor = shown?.nextCursor ?? undefined;
  async function more(): Promise<void> {
    setLoadingMore(true);
    try {
      const next = await load(cursor);
      loading.replace({ items: [...(shown?.items ?? []), ...next.items], nextCursor: next.nextCursor });
    } catch (error) {
      showError(error);
    } finally {
      setLoadingMore(false);
    }
  }
  return { ...loading, more: cursor === undefined ? undefined : more, loadingMore };
}
