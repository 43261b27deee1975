import type { ComponentChildren } from 'preact';
import { Spinner } from '../ui/spinner.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { BottomNavigation, Sidebar } from './side-navigation.tsx';

interface ShellProps {
  readonly children: ComponentChildren;
  readonly loading?: boolean;
}

/** Around the pages of those who are signed in: header, navigation at the side (on telephones at the foot), footer. */
export function Shell({ children, loading = false }: ShellProps) {
  return (
    <div class="flex min-h-dvh flex-col">
      <a
        href="#main"
        class="sr-only rounded-lg bg-primary px-4 py-2 text-on-primary focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50"
      >
        Skip to the content
      </a>
      <Header />
      <div class="mx-auto flex w-full max-w-7xl flex-1 gap-8 md:px-6">
        <Sidebar />
        <div class="flex min-w-0 flex-1 flex-col">
          <main id="main" tabIndex={-1} class="flex-1 px-4 py-6 outline-none md:px-0 md:py-8">
            {loading && (
              <div class="fixed top-20 right-6 z-20">
                <Spinner label="Loading" />
              </div>
            )}
            {children}
          </main>
          <Footer />
        </div>
      </div>
      <BottomNavigation />
    </div>
  );
}
