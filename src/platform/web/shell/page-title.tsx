import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

interface PageTitleProps {
  readonly title: string;
  readonly text?: ComponentChildren;
  /** Buttons at the side. */
  readonly actions?: ComponentChildren;
}

/** The page's one h1; the browser's tab says the same. */
export function PageTitle({ title, text, actions }: PageTitleProps) {
  useEffect(() => {
    document.title = `${title} · GoMeet`;
  }, [title]);
  return (
    <div class="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div class="min-w-0">
        <h1 class="text-2xl font-semibold tracking-tight text-balance wrap-anywhere">{title}</h1>
        {text && <p class="mt-1 max-w-prose text-muted wrap-anywhere">{text}</p>}
      </div>
      {actions && <div class="flex flex-wrap gap-3">{actions}</div>}
    </div>
  );
}
