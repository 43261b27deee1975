import { LineCounter, parseDocument } from 'yaml';
import { ExitCode, GomeetError } from '../errors.ts';
import { type AuditedPlan, auditedPlanSchema } from './audited-plan.ts';

/** A file with more faults than this is mended step by step. */
const FAULTS_SHOWN = 10;

/**
 * Reads a written plan. YAML, and JSON, which is YAML too.
 *
 * @param name the file as messages show it
 * @throws GomeetError (usage) naming line, path and what is accepted
 */
export function parseAuditedPlan(name: string, text: string): AuditedPlan {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const broken = document.errors[0];
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw invalidPlan(name, [`${name}:${line}:${col}: ${broken.message}`]);
  }
  const result = auditedPlanSchema.safeParse(document.toJS());
  if (result.success) return result.data;
  const lineOf = (path: readonly PropertyKey[]): number => {
    const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
    return path.length === 0 ? 1 : lineOf(path.slice(0, -1));
  };
  throw invalidPlan(
    name,
    result.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(
            (key) =>
              `${name}:${lineOf([...issue.path, key])}: unknown key "${[...issue.path, key].join('.')}"`,
          )
        : `${name}:${lineOf(issue.path)}: ${issue.path.join('.') || 'the document'}: ${issue.message}`,
    ),
  );
}

function invalidPlan(name: string, faults: readonly string[]): GomeetError {
  const more = faults.length - FAULTS_SHOWN;
  const shown = faults.slice(0, FAULTS_SHOWN);
  return new GomeetError([...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n'), {
    exitCode: ExitCode.usage,
    code: 'invalid-audited-plan',
    hint: `mend ${name}; plans/written-2025.yaml shows every key`,
    docs: 'docs/audit.md',
  });
}
