import { z } from 'zod';
import { ExitCode } from '../errors.ts';
import type { FinishedRun } from '../loadtest/run-load.ts';
import { RunSchema } from '../results/run.ts';

/** The machine-readable result of every command that makes a run: names are fixed, so that scripts can rely on them. */
export const runDataSchema = z.object({
  runDirectory: z.string(),
  report: z.string(),
  verdict: RunSchema.shape.verdict,
  counts: RunSchema.shape.counts,
  kpis: RunSchema.shape.kpis,
  gates: RunSchema.shape.gates,
  findings: RunSchema.shape.findings,
  refusals: RunSchema.shape.refusals,
  generator: RunSchema.shape.generator,
});

export type RunData = z.output<typeof runDataSchema>;

export function runData({ run, runDirectory, reportPath }: FinishedRun): RunData {
  return {
    runDirectory,
    report: reportPath,
    verdict: run.verdict,
    counts: run.counts,
    kpis: run.kpis,
    gates: run.gates,
    findings: run.findings,
    refusals: run.refusals,
    generator: run.generator,
  };
}

/** The exit code of a run: its verdict's, or 130 when the user ended it. */
export const runExitCode = ({ run }: FinishedRun, signal: AbortSignal): ExitCode =>
  signal.aborted ? ExitCode.interrupted : run.verdict.exitCode;
