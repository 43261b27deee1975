import { resolve } from 'node:path';
import { parseAuditedPlan } from '../../audit/parse-audited-plan.ts';
import type { Context } from '../../context.ts';
import type { Environment } from '../../deployment/kubernetes/environment.ts';
import { planSubject } from '../../deployment/kubernetes/plan-subject.ts';
import type { ProofSubject } from '../../deployment/kubernetes/proof.ts';
import { type Overlay, renderOverlay } from '../../deployment/kubernetes/render-overlay.ts';
import { writtenSubject } from '../../deployment/kubernetes/written-subject.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { buildPlan } from '../../planning/build-plan.ts';
import type { PlanDocument } from '../../planning/plan.ts';
import { readPlan } from '../../planning/read-plan.ts';
import { readText } from '../../read-text.ts';
import { planInputsOf } from './plan-inputs.ts';

interface Wanted {
  /** A plan.json, or a written plan; undefined: the plan of gomeet.yaml. */
  readonly file: string | undefined;
  /** Undefined: the one that goes with the plan's databases. */
  readonly overlay: Overlay | undefined;
  readonly environment: Environment;
}

/**
 * What is to be proved.
 *
 * @throws GomeetError (usage) for a file that is no plan, (prerequisite) without kubectl
 */
export async function proofSubjectOf(
  ctx: Context,
  { file, overlay, environment }: Wanted,
): Promise<ProofSubject> {
  if (file !== undefined && !file.endsWith('.json')) {
    const text = await readText(resolve(ctx.cwd, file)).catch((cause: Error) => {
      throw unreadable(file, cause);
    });
    return writtenSubject(parseAuditedPlan(file, text));
  }
  const plan = file === undefined ? await planOfConfiguration(ctx) : await readPlan(ctx, file);
  const fitting = plan.choices.database === 'managed' ? 'digitalocean-managed' : 'self-hosted';
  const chosen = overlay ?? fitting;
  const objects = await renderOverlay(ctx, { overlay: chosen, environment });
  return planSubject(objects, plan, `${chosen}/${environment}`);
}

async function planOfConfiguration(ctx: Context): Promise<PlanDocument> {
  const { inputs } = await planInputsOf(ctx, undefined, {});
  return buildPlan(inputs).document;
}

const unreadable = (file: string, cause: Error): GomeetError =>
  new GomeetError(`${file} cannot be read: ${cause.message}`, {
    exitCode: ExitCode.usage,
    code: 'no-plan',
    hint: 'gomeet plan prove --kubernetes plans/written-2025.yaml',
    cause,
  });
