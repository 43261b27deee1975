import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface CardProps {
  readonly title: string;
  readonly text?: ComponentChildren;
  /** Buttons beside the title. */
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** The ground of a card, for things that need no title of their own. */
export const cardClass = 'rounded-2xl border border-line bg-surface shadow-card';

/** A part of a page with its heading. */
export function Card({ title, text, actions, children }: CardProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} class={`${cardClass} p-5 sm:p-6`}>
      <div class="flex flex-wrap items-start justify-between gap-3">
        <div class="min-w-0">
          <h2 id={id} class="text-lg font-semibold">
            {title}
          </h2>
          {text && <p class="mt-0.5 text-sm text-muted">{text}</p>}
        </div>
        {actions}
      </div>
      {children && <div class="mt-4">{children}</div>}
    </section>
  );
}
