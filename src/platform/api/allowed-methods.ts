/** Knows which methods each address takes, so that a wrong method is told from a wrong address. */
export interface AllowedMethods {
  /** @param pattern an address as routes write it: `/rooms/:roomId`. */
  add(pattern: string, methods: readonly string[]): void;
  /** @returns the methods of the address, none if there is no such address. */
  of(path: string): string[];
}

export function createAllowedMethods(): AllowedMethods {
  const routes = new Map<string, { readonly matches: RegExp; readonly methods: Set<string> }>();
  return {
    add: (pattern, methods) => {
      const known = routes.get(pattern) ?? { matches: toExpression(pattern), methods: new Set() };
      for (const method of methods) known.methods.add(method);
      routes.set(pattern, known);
    },
    of: (path) => [
      ...new Set(
        [...routes.values()]
          .filter(({ matches }) => matches.test(path))
          .flatMap(({ methods }) => [...methods])
          .sort(),
      ),
    ],
  };
}

/** `*` stands for any rest, `:name` for one part of the path. */
function toExpression(pattern: string): RegExp {
  const source = pattern
    .split('/')
    .map((part) => {
      if (part.startsWith(':')) return '[^/]+';
      if (part === '*') return '.*';
      return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('/');
  return new RegExp(`^${source}/?$`);
}
