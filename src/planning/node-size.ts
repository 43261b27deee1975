import type { Quantity } from './quantity.ts';

/** A size of machine on offer: what planning needs to know of it. The catalogue makes these; planning knows no prices' files. */
export interface NodeSize {
  readonly sku: string;
  /** Cores shared with other customers: nobody promises them, so they suit no media server. Undefined: not known. */
  readonly isShared?: boolean;
  readonly cores: Quantity<'core/node'>;
  readonly memory: Quantity<'byte/node'>;
  /** Limit of the network card; null where the provider does not say, and then the size carries no media. */
  readonly network: Quantity<'bit/s/node'> | null;
  /** Monthly list price in the provider's currency, in which sizes are compared; null where it is not known. */
  readonly monthlyPrice: Quantity<'USD/month/node'> | null;
}
