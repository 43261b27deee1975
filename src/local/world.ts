import type { Alerting } from './ha/ha-inputs.ts';
import type { ToolWorld } from './toolchain/inspect-tools.ts';

/** What the local target needs to know of the outside world. */
export interface LocalWorld extends ToolWorld {
  /** The target's own folder, absolute. */
  readonly directory: string;
  /** Ports that the user chose, by listener: `api`, `postgres`, `redis`, `livekit`. */
  readonly ports: Readonly<Record<string, number | undefined>>;
  readonly signal: AbortSignal;
  now(): number;
  /** What profile `ha` watches for: alert rules and routes for a platform of its size. */
  alerting(): Promise<Alerting>;
}

/** One piece of long work, as its caller shows it. */
export interface WorkStep {
  update(progress: { done?: number; total?: number; text?: string }): void;
  succeed(text?: string): void;
  fail(text?: string): void;
}

/** Where long work is reported; the context's `Progress` fits. */
export interface WorkProgress {
  step(title: string): WorkStep;
  note(text: string): void;
}
