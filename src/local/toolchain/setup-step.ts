import type { BuiltProgram, ToolName } from './tool.ts';

/** One thing that setup does. */
export type SetupStep =
  | {
      /** Something that gomeet does not do by itself: with one of these nothing is begun. */
      readonly kind: 'manual';
      readonly tool: ToolName;
      readonly title: string;
    }
  | {
      readonly kind: 'packages';
      readonly manager: 'apt' | 'brew';
      readonly packages: readonly string[];
      readonly title: string;
    }
  | {
      readonly kind: 'build';
      readonly program: BuiltProgram;
      readonly title: string;
      /** What to be prepared for, on two cores. */
      readonly takes: string;
    }
  | { readonly kind: 'clips' | 'web-app'; readonly title: string; readonly takes: string };
