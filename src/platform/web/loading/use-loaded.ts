import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'ready'; readonly data: T };

export interface Loading<T> {
  readonly loaded: Loaded<T>;
  /** Asks again; what is shown stays until the answer comes. */
  readonly reload: () => Promise<void>;
  /** Shows something else at once, after a change that the server has accepted. */
  readonly replace: (data: T) => void;
}

/** Asks the server when the page opens and whenever one of `inputs` changes; an answer that comes too late is dropped. */
export function useLoaded<T>(load: () => Promise<T>, inputs: readonly unknown[]): Loading<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const round = useRef(0);
  const ask = useCallback(async (): Promise<void> => {
    round.current += 1;
    const mine = round.current;
    const set = (next: Loaded<T>): void => {
      if (mine === round.current) setLoaded(next);
    };
    await load().then(
      (data) => set({ state: 'ready', data }),
      (error) => set({ state: 'failed', error }),
    );
  }, inputs);
  useEffect(() => {
    setLoaded({ state: 'loading' });
    void ask();
    return () => {
      round.current += 1;
    };
  }, [ask]);
  return { loaded, reload: ask, replace: (data) => setLoaded({ state: 'ready', data }) };
}
