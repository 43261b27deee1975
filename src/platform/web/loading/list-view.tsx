import type { ComponentChildren } from 'preact';
import { Button } from '../ui/button.tsx';
import { LoadedView } from './loaded-view.tsx';
import type { Listing } from './use-list.ts';

interface ListViewProps<T> {
  readonly list: Listing<T>;
  readonly empty: ComponentChildren;
  readonly children: (items: readonly T[]) => ComponentChildren;
}

/** A list as far as it is fetched, with a button for the rest. */
export function ListView<T>({ list, empty, children }: ListViewProps<T>) {
  return (
    <LoadedView loading={list}>
      {({ items }) =>
        items.length === 0 ? (
          empty
        ) : (
          <>
            {children(items)}
            {list.more && (
              <div class="mt-6 flex justify-center">
                <Button kind="secondary" busy={list.loadingMore} onClick={() => void list.more?.()}>
                  Show more
                </Button>
              </div>
            )}
          </>
        )
      }
    </LoadedView>
  );
}
