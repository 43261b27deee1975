import { z } from 'zod';
import { hasConflict, isPending, newMonthlyCost } from '../../deployment/digitalocean/cloud-change.ts';
import { cloudPlanView } from '../../deployment/digitalocean/cloud-view.ts';
import { prepareCloud } from '../../deployment/digitalocean/prepare-cloud.ts';
import { ExitCode } from '../../errors.ts';
import { asDecimal } from '../../pricing/bill.ts';
import { defineCommand } from '../command.ts';
import { onOff } from '../flag-schemas.ts';
import {
  changeDocument,
  cloudChangeSchema,
  cloudFlags,
  cloudRequest,
  planFile,
  renewStorageKey,
} from './cloud-flags.ts';

export const cloudPlan = defineCommand({
  description:
    'What the account holds, what the plan wants of it, and what the difference costs a month. Changes nothing.',
  examples: [
    'gomeet cloud plan plan.json',
    'gomeet cloud plan plan.json --region fra1 --domain meet.example.com',
    'gomeet cloud plan --exit-code   # 10 when something would change, 7 when apply would refuse',
  ],
  next: 'gomeet cloud apply plan.json',
  arguments: { file: planFile },
  flags: {
    ...cloudFlags,
    renewStorageKey,
    exitCode: {
      flags: '--exit-code',
      description: 'exit 10 when changes are pending, 7 when a person has to decide first',
      schema: onOff,
    },
  },
  data: z.strictObject({
    provider: z.literal('digitalocean'),
    name: z.string(),
    region: z.string(),
    changes: z.array(cloudChangeSchema),
    newMonthlyCost: z.string().describe('US dollars at list prices, by which the bill grows'),
    billMonthlyTotal: z.string().describe('US dollars, with load balancers, volumes and traffic'),
  }),
  async run(ctx, { exitCode, ...options }) {
    const { wanted, changes, bill, warnings } = await prepareCloud(ctx, cloudRequest(options));
    return {
      data: {
        provider: 'digitalocean' as const,
        name: wanted.name,
        region: wanted.region,
        changes: changes.map(changeDocument),
        newMonthlyCost: asDecimal(newMonthlyCost(changes)),
        billMonthlyTotal: asDecimal(bill.monthlyTotal),
      },
      text: `${cloudPlanView(wanted, changes, bill)}\n\nNext: gomeet cloud apply`,
      warnings,
      exitCode: exitCode ? pendingCode(changes) : ExitCode.ok,
    };
  },
});

function pendingCode(changes: Parameters<typeof isPending>[0]): ExitCode {
  if (hasConflict(changes)) return ExitCode.conflict;
  return isPending(changes) ? ExitCode.pending : ExitCode.ok;
}
