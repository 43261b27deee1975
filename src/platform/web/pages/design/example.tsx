import type { ComponentChildren } from 'preact';

interface ExampleProps {
  readonly name: string;
  /** The props, as one would write them. */
  readonly props: string;
  /** When to take it and what it takes care of. */
  readonly text: string;
  readonly children: ComponentChildren;
}

/** One component: its name, its props, what it is for, and itself in its states. */
export function Example({ name, props, text, children }: ExampleProps) {
  return (
    <article class="grid gap-4 border-t border-line py-5 first:border-t-0 md:grid-cols-[18rem_minmax(0,1fr)]">
      <div class="min-w-0">
        <h3 class="font-semibold">{name}</h3>
        <p class="mt-1 text-sm text-muted">{text}</p>
        <code class="mt-2 block text-xs break-words text-muted">{props}</code>
      </div>
      <div class="flex min-w-0 flex-wrap items-center gap-3">{children}</div>
    </article>
  );
}
