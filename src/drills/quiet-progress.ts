import type { Context } from '../context.ts';

/** A drill shows its own progress; what it asks others to do is in its timeline. */
export const quiet = <World extends Pick<Context, 'progress'>>(ctx: World): World => ({
  ...ctx,
  progress: { step: () => ({ update() {}, succeed() {}, fail() {} }), note() {} },
});
