import { derive, input, type Quantity } from '../planning/quantity.ts';
import type { KpiResult } from '../results/verdict.ts';
import { type CashFlowMonth, cashFlowOf } from './cash-flow.ts';
import {
  adoptionIn,
  businessOf,
  type EconomicsSubject,
  operationsOf,
  setupOf,
} from './economics-business.ts';
import { type RequiredRevenue, requiredRevenueOf } from './economics-claims.ts';
import type { EconomicsInputs, Scenario } from './economics-inputs.ts';
import { economicsKpisOf } from './economics-kpis.ts';
import { type BusinessMonth, businessMonth } from './economics-month.ts';
import { type ReturnFigures, returnFiguresOf } from './economics-return-figures.ts';
import { type UnitFigures, unitFiguresOf } from './economics-unit-figures.ts';

export interface ScenarioEconomics {
  readonly scenario: Scenario;
  /** The month in which the market has settled. */
  readonly mature: BusinessMonth;
  readonly unit: UnitFigures;
  readonly returns: ReturnFigures;
  readonly kpis: readonly KpiResult[];
  readonly cashFlow: readonly CashFlowMonth[];
}

/** The bill with operations, shared by everybody who can be there at once, all hours used: before any scenario. */
interface FullUse {
  readonly infrastructure: Quantity<'USD/month'>;
  readonly spend: Quantity<'USD/month'>;
  readonly infrastructurePerParticipant: Quantity<'USD/month/participant'>;
  readonly spendPerParticipant: Quantity<'USD/month/participant'>;
  /** Null where there is no hour of load. */
  readonly spendPerParticipantHour: Quantity<'USD/participant/h'> | null;
}

export interface Economics {
  readonly operations: Quantity<'USD/month'>;
  readonly setup: Quantity<'USD'>;
  readonly fullUse: FullUse;
  readonly scenarios: readonly ScenarioEconomics[];
  /** What the claims of the written plan need, at its own cost and at ours. */
  readonly required: {
    readonly written: readonly RequiredRevenue[];
    readonly bill: readonly RequiredRevenue[];
  };
}

function scenarioEconomics(
  subject: EconomicsSubject,
  scenario: Scenario,
  inputs: EconomicsInputs,
): ScenarioEconomics {
  const business = businessOf(scenario, inputs);
  const { id } = business;
  const months = Array.from({ length: inputs.horizonMonths }, (_, i) => {
    const line = {
      id: `${id}.month${i + 1}.adoption`,
      title: 'share of the places sold',
      unit: '1',
    } as const;
    const adoption = input(line, adoptionIn(i + 1, scenario), 'assumed');
    return businessMonth(`${id}.month${i + 1}`, subject, business, adoption);
  });
  const mature = businessMonth(`${id}.mature`, subject, business, business.matureAdoption);
  const unit = unitFiguresOf(
    subject,
    business,
    mature,
    months.map(({ customers }) => customers.value),
  );
  const cashFlow = cashFlowOf(
    inputs.setup,
    months.map(({ revenue, spend }) => ({ revenue: revenue.value, spend: spend.value })),
  );
  const returns = returnFiguresOf(business, cashFlow, inputs.discountPerYear);
  const kpis = economicsKpisOf(unit, returns, inputs.horizonMonths);
  return { scenario, mature, unit, returns, kpis, cashFlow };
}

function fullUseOf(subject: EconomicsSubject, inputs: EconomicsInputs): FullUse {
  const { fixedCost, usageCost, participants, loadHours } = subject;
  const id = 'economics.full-use';
  const infrastructure = derive(
    { id: `${id}.infrastructure`, title: 'infrastructure at full use', unit: 'USD/month' },
    'fixedCost + usageCost',
    { fixedCost, usageCost },
  );
  const operations = operationsOf(inputs);
  const spend = derive(
    { id: `${id}.spend`, title: 'infrastructure and operations', unit: 'USD/month' },
    'infrastructure + operations',
    { infrastructure, operations },
  );
  const perParticipant = (name: string, title: string, cost: Quantity<'USD/month'>) =>
    derive({ id: `${id}.${name}`, title, unit: 'USD/month/participant' }, 'cost / participants', {
      cost,
      participants,
    });
  return {
    infrastructure,
    spend,
    infrastructurePerParticipant: perParticipant(
      'infrastructure-per-participant',
      'infrastructure per participant',
      infrastructure,
    ),
    spendPerParticipant: perParticipant('spend-per-participant', 'spend per participant', spend),
    spendPerParticipantHour:
      loadHours.value > 0
        ? derive(
            {
              id: `${id}.spend-per-participant-hour`,
              title: 'spend per hour of a person',
              unit: 'USD/participant/h',
            },
            'spend / (participants * loadHours)',
            { spend, participants, loadHours },
          )
        : null,
  };
}

/** The economics of a bill: three ways that business may go, and what the claims of the written plan would take. */
export function economicsOf(subject: EconomicsSubject, inputs: EconomicsInputs): Economics {
  const fullUse = fullUseOf(subject, inputs);
  const written = input(
    {
      id: 'economics.written.infrastructure',
      title: 'infrastructure as the written plan has it',
      unit: 'USD/month',
    },
    inputs.claims.infrastructurePerMonth,
    'given',
    [{ title: 'written plan, documentation index 000:36,96', confidence: 'none' }],
  );
  const required = (of: 'written' | 'bill', infrastructure: Quantity<'USD/month'>) =>
    requiredRevenueOf(`economics.claims.${of}`, infrastructure, subject.participants, inputs);
  return {
    operations: operationsOf(inputs),
    setup: setupOf(inputs),
    fullUse,
    scenarios: inputs.scenarios.map((scenario) => scenarioEconomics(subject, scenario, inputs)),
    required: {
      written: required('written', written),
      bill: required('bill', fullUse.infrastructure),
    },
  };
}
