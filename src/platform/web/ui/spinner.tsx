/** Something is under way. With a label it is announced; without one its neighbour says what. */
export function Spinner({ size = 20, label }: { readonly size?: number; readonly label?: string }) {
  const circle = (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2.5"
      stroke-linecap="round"
      class="shrink-0 animate-spin"
    >
      <circle cx="12" cy="12" r="9" opacity="0.25" />
      <path d="M21 12a9 9 0 0 0-9-9" />
    </svg>
  );
  if (label === undefined) return circle;
  return (
    <div role="status" class="flex items-center justify-center gap-3 text-muted">
      {circle}
      <span>{label}</span>
    </div>
  );
}
