import type { AutoscalerQuery } from './autoscaler-metrics.ts';

/** KEDA's autoscaler, as far as its questions go. */
export interface ScaledObject {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly triggers: readonly { readonly metadata?: { readonly query?: string } }[] };
}

/** The expressions by which one autoscaler asks Prometheus; by CPU it asks nobody. */
export const queriesOf = ({ metadata, spec }: ScaledObject): AutoscalerQuery[] =>
  spec.triggers.flatMap(({ metadata: { query } = {} }) =>
    query === undefined ? [] : [{ autoscaler: metadata.name, query }],
  );
