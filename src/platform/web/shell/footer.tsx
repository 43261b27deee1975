const linkClass =
  'hover:text-ink inline-flex items-center underline-offset-4 hover:underline max-md:h-11 max-md:min-w-11 max-md:justify-center';

export function Footer() {
  return (
    <footer class="flex flex-wrap items-center gap-x-6 gap-y-1 max-md:gap-x-3 border-t border-line px-4 pt-4 pb-24 text-sm text-muted md:px-0 md:pb-6">
      <span>GoMeet</span>
      <a href="/docs" target="_blank" rel="noreferrer" class={linkClass}>
        API
      </a>
      <a href="/design" class={linkClass}>
        Design
      </a>
    </footer>
  );
}
