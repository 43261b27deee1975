import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { visibleRows } from '../layout/visible-rows.ts';
import { useBox } from '../stage/use-box.ts';

interface VirtualListProps {
  readonly label: string;
  readonly keys: readonly string[];
  readonly rowPx: number;
  readonly row: (key: string) => ComponentChildren;
}

/** A list of rows of equal height, of which only those on the screen are drawn. */
export function VirtualList({ label, keys, rowPx, row }: VirtualListProps) {
  const [element, box] = useBox<HTMLDivElement>();
  const [scrolledPx, setScrolledPx] = useState(0);
  const { first, end } = visibleRows(keys.length, rowPx, scrolledPx, box.heightPx);
  return (
    <section
      ref={element}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      class="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
      onScroll={(event) => setScrolledPx(event.currentTarget.scrollTop)}
    >
      <ul class="relative" style={{ height: `${keys.length * rowPx}px` }}>
        {keys.slice(first, end).map((key, index) => (
          <li
            key={key}
            aria-setsize={keys.length}
            aria-posinset={first + index + 1}
            class="absolute inset-x-0"
            style={{ top: `${(first + index) * rowPx}px`, height: `${rowPx}px` }}
          >
            {row(key)}
          </li>
        ))}
      </ul>
    </section>
  );
}
