import { derive, type Quantity } from '../planning/quantity.ts';
import type { Business, EconomicsSubject } from './economics-business.ts';

/** What a month brings and takes at a given adoption. */
export interface BusinessMonth {
  readonly sold: Quantity<'participant'>;
  readonly customers: Quantity<'customer'>;
  readonly revenue: Quantity<'USD/month'>;
  readonly infrastructure: Quantity<'USD/month'>;
  readonly spend: Quantity<'USD/month'>;
}

/** `id` is the prefix of the month's lines, such as `economics.base.mature`. */
export function businessMonth(
  id: string,
  subject: EconomicsSubject,
  business: Business,
  adoption: Quantity<'1'>,
): BusinessMonth {
  const { participants, fixedCost, usageCost } = subject;
  const { price, utilisation, customerSize, operations, sales } = business;
  const sold = derive(
    { id: `${id}.sold`, title: 'places sold', unit: 'participant' },
    'participants * adoption',
    { participants, adoption },
  );
  const infrastructure = derive(
    { id: `${id}.infrastructure`, title: 'infrastructure', unit: 'USD/month' },
    'fixedCost + usageCost * adoption * utilisation',
    { fixedCost, usageCost, adoption, utilisation },
  );
  return {
    sold,
    customers: derive(
      { id: `${id}.customers`, title: 'customers', unit: 'customer' },
      'sold / customerSize',
      {
        sold,
        customerSize,
      },
    ),
    revenue: derive({ id: `${id}.revenue`, title: 'revenue', unit: 'USD/month' }, 'sold * price', {
      sold,
      price,
    }),
    infrastructure,
    spend: derive(
      { id: `${id}.spend`, title: 'all spend', unit: 'USD/month' },
      'infrastructure + operations + sales',
      { infrastructure, operations, sales },
    ),
  };
}
