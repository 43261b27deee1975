import { type ReadonlySignal, signal } from '@preact/signals';
import type { Screen } from '../stores/stage-view.ts';

/** Widths at which the page changes its form, those of Tailwind's `sm` and `lg`. */
const widths = { tablet: matchMedia('(min-width: 640px)'), desktop: matchMedia('(min-width: 1024px)') };

const measure = (): Screen =>
  widths.desktop.matches ? 'desktop' : widths.tablet.matches ? 'tablet' : 'phone';
const size = signal<Screen>(measure());
for (const width of Object.values(widths))
  width.addEventListener('change', () => {
    size.value = measure();
  });

/** The kind of screen that the window is as wide as. */
export const screenSize: ReadonlySignal<Screen> = size;
