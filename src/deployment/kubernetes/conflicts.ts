import { ExitCode, GomeetError } from '../../errors.ts';
import type { Change } from './change-set.ts';

/** @throws GomeetError (conflict) naming each field that somebody else has set, and who */
export function refuseConflicts({ changes }: { readonly changes: readonly Change[] }): void {
  const lines = changes.flatMap(({ key, conflicts }) =>
    conflicts.map(
      ({ manager, path }) => `${key.kind} ${key.namespace ?? ''}/${key.name}: ${path} is set by ${manager}`,
    ),
  );
  if (lines.length === 0) return;
  throw new GomeetError(`others set what this deployment sets:\n  ${lines.join('\n  ')}`, {
    exitCode: ExitCode.conflict,
    code: 'field-conflict',
    hint: 'leave the field out of the overlay, or take it over with --force-conflicts',
  });
}
