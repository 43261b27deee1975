import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Box } from '../layout/grid-geometry.ts';

/** The size of an element, followed as the window changes. */
export function useBox<T extends HTMLElement>(): readonly [RefObject<T | null>, Box] {
  const element = useRef<T>(null);
  const [box, setBox] = useState<Box>({ widthPx: 0, heightPx: 0 });
  useLayoutEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setBox({ widthPx: entry.contentRect.width, heightPx: entry.contentRect.height });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, box];
}
