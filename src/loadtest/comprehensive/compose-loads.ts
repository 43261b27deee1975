import type { GeneratorPlan, Load, LoadWorld, Measured } from '../load.ts';

interface Composition extends Pick<Load, 'kind' | 'subject' | 'parameters' | 'method'> {
  readonly parts: readonly Load[];
}

/**
 * Several loads as one: they run side by side, each in processes of its own, with accounts that no other has, and are
 * judged together by the KPIs of all.
 */
export function composeLoads({ parts: loads, ...named }: Composition): Load {
  const all = <Item>(read: (load: Load) => readonly Item[] | undefined): Item[] =>
    loads.flatMap((load) => read(load) ?? []);
  return {
    ...named,
    script: loads[0]?.script ?? '',
    method: [...named.method, ...new Set(all(({ method }) => method))],
    kpis: [...new Set(all(({ kpis }) => kpis))],
    accounts: sum(loads.map(({ accounts }) => accounts)),
    logInShare: Math.min(...loads.map(({ logInShare = 1 }) => logInShare)),
    openFilesNeeded: Math.max(...loads.map(({ openFilesNeeded }) => openFilesNeeded)),
    countsAsked: Object.assign({}, ...loads.map(({ countsAsked }) => countsAsked)),
    plans: (world) => composePlans(loads, world),
    counts: (measured) => Object.assign({}, ...loads.map((load) => load.counts?.(measured) ?? {})),
    findings: (measured: Measured) => all((load) => load.findings?.(measured)),
    limits: (measured: Measured) => all((load) => load.limits?.(measured)),
    tables: (measured: Measured) => all((load) => load.tables?.(measured)),
  };
}

function composePlans(loads: readonly Load[], world: LoadWorld): readonly GeneratorPlan[] {
  let accountsBefore = 0;
  return loads.flatMap((load) => {
    const first = accountsBefore;
    accountsBefore += load.accounts;
    return load
      .plans(world)
      .map((plan) => ({ ...shifted(plan, first), startAt: world.startAt, script: load.script }));
  });
}

/** The plan with accounts that begin so many later. Plans name them `accounts` or `users`. */
function shifted(plan: GeneratorPlan, accountsBefore: number): GeneratorPlan {
  const key = 'users' in plan ? 'users' : 'accounts';
  const accounts = plan[key] as { readonly first: number };
  return { ...plan, [key]: { ...accounts, first: accounts.first + accountsBefore } };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
