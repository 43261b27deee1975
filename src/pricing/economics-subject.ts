import type { Event } from '../planning/event.ts';
import { input, type Quantity } from '../planning/quantity.ts';
import { type Bill, sumOf, toCents } from './bill.ts';
import { monthlyUseOf } from './bill-unit-costs.ts';
import type { ExchangeRate } from './catalogue.ts';
import type { EconomicsSubject } from './economics-business.ts';
import { convertMoney } from './exchange.ts';

/**
 * Splits a bill for the economics: traffic grows with use, all else is there from the first day. At part use the traffic
 * is taken in proportion, which is a little too much where part of it is included: economics that err on the dear side.
 *
 * @throws GomeetError (usage) where no rate leads from the bill's currency to USD
 */
export function subjectOf(
  bill: Pick<Bill, 'lines' | 'provider' | 'currency'>,
  event: Event,
  rates: readonly ExchangeRate[],
): EconomicsSubject {
  const use = monthlyUseOf(event);
  const cost = (name: string, title: string, isTraffic: boolean): Quantity<'USD/month'> => {
    const lines = bill.lines.filter(({ part }) => (part === 'traffic') === isTraffic);
    return input(
      { id: `bill.${name}`, title, unit: 'USD/month' },
      toCents(convertMoney(sumOf(lines.map(({ amount }) => amount)), bill.currency, 'USD', rates)).toNumber(),
      'listed',
      [{ title: `bill at ${bill.provider}`, confidence: 'medium' }],
    );
  };
  return {
    fixedCost: cost('fixed', 'machines, data and storage', false),
    usageCost: cost('usage', 'traffic with every place taken', true),
    participants: input(
      { id: 'economics.places', title: 'people at once', unit: 'participant' },
      use.participants,
      'given',
    ),
    loadHours: input(
      { id: 'economics.load-hours', title: 'hours of load', unit: 'h/month' },
      use.participants > 0 ? use.participantHours / use.participants : 0,
      'given',
    ),
  };
}
