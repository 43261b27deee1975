import { spawn } from 'node:child_process';

/** The user's desktop, where there is one. */
export interface Desktop {
  /** Opens a file in the default program; false when this machine has no desktop to open it on. */
  open(path: string): Promise<boolean>;
}

export function createDesktop(world: { env: Readonly<Record<string, string | undefined>> }): Desktop {
  return {
    async open(path) {
      const program = opener(world.env);
      if (program === undefined) return false;
      const child = spawn(program, [path], { stdio: 'ignore', detached: true });
      const started = await new Promise<boolean>((resolve) => {
        child.once('error', () => resolve(false));
        child.once('spawn', () => resolve(true));
      });
      child.unref();
      return started;
    },
  };
}

function opener(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env.CI) return undefined;
  if (process.platform === 'darwin') return 'open';
  return env.DISPLAY || env.WAYLAND_DISPLAY ? 'xdg-open' : undefined;
}
