import { effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

const key = 'gomeet.theme';
const isTheme = (value: unknown): value is Theme => ['system', 'light', 'dark'].includes(value as string);

/** The colours of this page: as the system says until somebody chooses, and then as this browser remembers. */
function createTheme() {
  const stored = localStorage.getItem(key);
  const choice = signal<Theme>(isTheme(stored) ? stored : 'system');
  const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = signal(systemIsDark.matches);
  systemIsDark.addEventListener('change', () => {
    isDark.value = systemIsDark.matches;
  });
  return {
    choice,
    /** Takes the account's choice on a browser that has none of its own yet. */
    adopt(theme: Theme): void {
      if (localStorage.getItem(key) === null) choice.value = theme;
    },
    set(theme: Theme): void {
      localStorage.setItem(key, theme);
      choice.value = theme;
    },
    /** Follows the choice and the system from now on. */
    apply(): void {
      effect(() => {
        const dark = choice.value === 'system' ? isDark.value : choice.value === 'dark';
        document.documentElement.dataset.theme = dark ? 'dark' : 'light';
      });
    },
  };
}

export const theme = createTheme();
