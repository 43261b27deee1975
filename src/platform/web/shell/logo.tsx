/** The name with its sign. */
export function Logo() {
  return (
    <span class="inline-flex items-center gap-2.5 text-lg font-semibold tracking-tight">
      <img
        src={`${import.meta.env.BASE_URL}logo.svg`}
        alt=""
        width="32"
        height="32"
        class="rounded-[9px] ring-1 ring-white/20"
      />
      GoMeet
    </span>
  );
}
