import { ExitCode, GomeetError } from '../errors.ts';
import { faultsText, readYaml } from '../yaml-document.ts';
import { type AuditedPlan, auditedPlanSchema } from './audited-plan.ts';

/**
 * Reads a written plan. YAML, and JSON, which is YAML too.
 *
 * @param name the file as messages show it
 * @throws GomeetError (usage) naming line, path and what is accepted
 */
export function parseAuditedPlan(name: string, text: string): AuditedPlan {
  const reading = readYaml(name, text, auditedPlanSchema);
  if ('data' in reading) return reading.data;
  throw new GomeetError(faultsText(reading.faults), {
    exitCode: ExitCode.usage,
    code: 'invalid-audited-plan',
    hint: 'gomeet audit plans/written-2025.yaml   is read; that file shows every key',
    docs: 'docs/audit.md',
  });
}
