import { modelTolerance, sumOf } from '../arithmetic.ts';
import { citesOf } from '../claim.ts';
import type { Rule, Suspicion } from '../rule.ts';
import { dollars, number } from '../say.ts';

const sizes = ['count', 'cores', 'memoryGiB', 'storageTB'] as const;
const unitOfSize = { count: 'pieces', cores: 'cores', memoryGiB: 'GiB', storageTB: 'TB' } as const;

/** Numbers that a plan prints beside the numbers that they are made of. */
export const sumRules: readonly Rule[] = [
  {
    code: 'GC001',
    severity: 'major',
    title: 'The headline cost of the infrastructure is not the sum of its bill',
    why: 'A total that its own lines do not give hides a line, or stands for another sizing.',
    advice: 'Take the headline from the bill (gomeet cost), so that the two cannot part.',
    check: ({ bills, money }) =>
      bills.flatMap(({ lines }) =>
        money.infrastructureMonthly.slice(0, 1).map((headline): Suspicion => {
          const { formula, inputs } = sumOf(
            lines.map((line) => ({ name: line.component, value: line.total })),
          );
          return {
            text: (gap) =>
              `The headline is ${dollars(headline.is)} a month, ${dollars(Math.abs(gap))} ${gap > 0 ? 'more' : 'less'} than the lines of the bill.`,
            formula: `headline - (${formula})`,
            inputs: { headline: headline.is, ...inputs },
            unit: 'USD/month',
            comparison: '!=',
            against: 0,
            cites: citesOf(money.infrastructureMonthly, lines),
          };
        }),
      ),
  },
  {
    code: 'GC002',
    severity: 'major',
    title: 'A row of the bill is not instances times unit price',
    why: 'The amount of a row follows from the other two columns.',
    advice: 'Mend the row, and every total above it.',
    check: ({ bills }) =>
      bills.flatMap(({ lines }) =>
        lines.map(
          ({ component, instances, unitPrice, total, at }): Suspicion => ({
            text: (product) =>
              `${component} is printed as ${dollars(total)}; the row gives ${dollars(product)}.`,
            formula: 'instances * unitPrice',
            inputs: { instances, unitPrice },
            unit: 'USD/month',
            comparison: '!=',
            against: total,
            cites: [at],
          }),
        ),
      ),
  },
  {
    code: 'GC003',
    severity: 'major',
    title: 'The total of the bill is not the sum of its rows',
    why: 'A reader who adds the rows up finds another total.',
    advice: 'Print the sum of the rows.',
    check: ({ bills }) =>
      bills.flatMap(({ lines, total }) =>
        total.map(
          ({ is, at }): Suspicion => ({
            text: (sum) => `The total is printed as ${dollars(is)}; the rows give ${dollars(sum)}.`,
            ...sumOf(lines.map((line) => ({ name: line.component, value: line.total }))),
            unit: 'USD/month',
            comparison: '!=',
            against: is,
            cites: [at, ...citesOf(lines)],
          }),
        ),
      ),
  },
  {
    code: 'GC004',
    severity: 'minor',
    title: 'A total of the sizing table is not the sum of its rows',
    why: 'Machines are ordered by this table: its totals have to be those of its rows.',
    advice: 'Print the sum, with the digits that the rows have.',
    check: ({ sizing }) =>
      sizing.flatMap(({ name, rows, total }) =>
        sizes.flatMap((size) => {
          const printed = total?.[size];
          if (total === undefined || printed === undefined) return [];
          const each = rows.map((row) => ({
            name: row.component,
            value: (row[size] ?? 0) * (size === 'count' ? 1 : row.count),
          }));
          return {
            text: (sum: number) =>
              `${name} prints ${number(printed)} ${unitOfSize[size]} in all; its rows give ${number(sum)}.`,
            ...sumOf(each),
            unit: unitOfSize[size],
            comparison: '!=' as const,
            against: printed,
            cites: [total.at, ...citesOf(rows)],
          };
        }),
      ),
  },
  {
    code: 'GC005',
    severity: 'minor',
    title: 'The discounted total is not the total less the discount',
    why: 'A discount of 30 % leaves 70 %, to the cent.',
    advice: 'Print the amount that the discount gives, or the discount that the amount needs.',
    check: ({ money }) =>
      money.discounts.flatMap(({ is: { percent, before, after }, at }) =>
        before === undefined || after === undefined
          ? []
          : {
              text: (left: number) =>
                `${dollars(before)} less ${percent.low} % is ${dollars(left)}, printed as ${dollars(after)}.`,
              formula: 'before * (1 - percent / 100)',
              inputs: { before, percent: percent.low },
              unit: 'USD/month',
              comparison: '!=' as const,
              against: after,
              cites: [at],
            },
      ),
  },
  {
    code: 'GC006',
    severity: 'major',
    title: 'The bill pays for another number of pods than the plan runs',
    why: 'Where pods are priced one by one, each of them costs.',
    advice: 'Price the replicas that the workloads list.',
    check: ({ bills, workloads }) =>
      bills
        .flatMap(({ lines }) => lines)
        .flatMap((line) => {
          const covered = workloads.filter(({ name }) => line.covers.includes(name));
          const known = covered.flatMap(({ name, replicas: [first] }) =>
            first === undefined ? [] : [{ name, value: first.is }],
          );
          if (known.length === 0) return [];
          return {
            text: (pods: number) =>
              `${line.component} pays for ${number(line.instances)}, the plan runs ${number(pods)}: ${dollars((pods - line.instances) * line.unitPrice)} a month apart.`,
            ...sumOf(known),
            unit: 'pods',
            comparison: '!=' as const,
            against: line.instances,
            cites: [line.at, ...citesOf(...covered.map(({ replicas }) => replicas))],
          };
        }),
  },
  {
    code: 'GC007',
    severity: 'major',
    title: 'Infrastructure and operations do not add up to the total investment',
    why: 'The total is what a board approves.',
    advice: 'Print the sum of the two.',
    check: ({ money: { infrastructureMonthly, operationsMonthly, totalMonthly } }) => {
      const [infrastructure, operations, total] = [
        infrastructureMonthly[0],
        operationsMonthly[0],
        totalMonthly[0],
      ];
      if (!infrastructure || !operations || !total) return [];
      return [
        {
          text: (sum) => `The total is printed as ${dollars(total.is)}; the two give ${dollars(sum)}.`,
          formula: 'infrastructure + operations',
          inputs: { infrastructure: infrastructure.is, operations: operations.is },
          unit: 'USD/month',
          comparison: '!=',
          against: total.is,
          cites: citesOf([infrastructure, operations, total]),
        },
      ];
    },
  },
  {
    code: 'GC008',
    severity: 'major',
    title: 'Meetings times participants is not the number of participants',
    why: 'Everything is sized by this product.',
    advice: 'Say which of the three numbers is meant.',
    check: ({ demand: { meetings, participantsPerMeeting, participants } }) => {
      const [first, each] = [meetings[0], participantsPerMeeting[0]];
      if (!first || !each) return [];
      return participants.map(({ is, at }) => ({
        text: (product) => `${number(is)} participants are claimed; the meetings hold ${number(product)}.`,
        formula: 'meetings * participantsPerMeeting',
        inputs: { meetings: first.is, participantsPerMeeting: each.is },
        unit: 'participants',
        comparison: '!=',
        against: is,
        cites: [at, first.at, each.at],
      }));
    },
  },
  {
    code: 'GC009',
    severity: 'major',
    title: 'A number of the plan is not what its own formula gives',
    why: 'Each number of a plan is printed with what it is made of; one that was changed by hand moves the bill and leaves its reasons behind.',
    advice: 'Change the event or the choices, and plan again: gomeet plan --out plan.json.',
    check: ({ derivations }) =>
      derivations.map(
        ({ title, is, unit, formula, inputs, at }): Suspicion => ({
          text: (value) =>
            `${title} (${at}) ${is === 1 ? 'is' : 'are'} printed as ${number(is)} ${unit}; its inputs give ${number(value)}.`,
          formula,
          inputs,
          unit,
          comparison: '!=',
          against: is,
          tolerance: modelTolerance(is),
          cites: [at],
        }),
      ),
  },
];
