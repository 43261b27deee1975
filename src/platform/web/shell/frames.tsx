import type { ComponentChildren } from 'preact';
import { Logo } from './logo.tsx';

interface FrameProps {
  readonly children: ComponentChildren;
  /** The next page is on its way. */
  readonly loading?: boolean;
}

/** Nothing around: the page has the whole window. */
export function Bare({ children }: FrameProps) {
  return (
    <main id="main" tabIndex={-1} class="min-h-dvh outline-none">
      {children}
    </main>
  );
}

/** Around the pages for those who are not signed in: a card, and beside it what this is. */
export function Entrance({ children }: FrameProps) {
  return (
    <div class="grid min-h-dvh lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <aside
        aria-label="About GoMeet"
        class="hidden flex-col justify-between bg-linear-160 from-green-700 to-green-900 p-12 text-white lg:flex"
      >
        <Logo />
        <div class="max-w-md">
          <p class="text-4xl leading-tight font-semibold tracking-tight text-balance">
            Everyone in one room, even when everyone is five hundred.
          </p>
          <p class="mt-5 text-green-100">
            Meetings with video, a chat that forgets nothing, and moderation that keeps them calm.
          </p>
        </div>
        <p class="text-sm text-green-100">Sound and picture go between your browser and your own server.</p>
      </aside>
      <main
        id="main"
        tabIndex={-1}
        class="flex flex-col items-center justify-center gap-8 px-4 py-10 outline-none sm:px-8"
      >
        <div class="lg:hidden">
          <Logo />
        </div>
        <div class="w-full max-w-md">{children}</div>
      </main>
    </div>
  );
}
