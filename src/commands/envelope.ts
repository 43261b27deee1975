import type { GomeetError } from '../errors.ts';
import type { CommandResult } from './command.ts';

/** The one JSON document that `--json` prints. Its schema is published in docs/schemas/envelope.v1.json. */
export interface Envelope {
  readonly schema: string;
  readonly ok: boolean;
  readonly exitCode: number;
  readonly data: unknown;
  readonly warnings: readonly string[];
  readonly error: { code: string; message: string; hint: string | null; docs: string | null } | null;
}

export function resultEnvelope(command: string, result: CommandResult<unknown>): Envelope {
  const exitCode = result.exitCode ?? 0;
  return {
    schema: `gomeet.${command}/v1`,
    ok: exitCode === 0,
    exitCode,
    data: result.data,
    warnings: result.warnings ?? [],
    error: null,
  };
}

export function errorEnvelope(command: string, error: GomeetError): Envelope {
  return {
    schema: `gomeet.${command}/v1`,
    ok: false,
    exitCode: error.exitCode,
    data: null,
    warnings: [],
    error: { code: error.code, message: error.message, hint: error.hint ?? null, docs: error.docs ?? null },
  };
}
