import { z } from 'zod';
import { defineCommand } from './command.ts';
import { bashScript } from './completion/bash-script.ts';
import { completables } from './completion/completable.ts';
import { fishScript } from './completion/fish-script.ts';
import { zshScript } from './completion/zsh-script.ts';
import { oneOf } from './flag-schemas.ts';
import type { CommandEntry } from './index.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** Where each shell looks for completions of one user by itself. */
const places = {
  bash: 'gomeet completion bash > ~/.local/share/bash-completion/completions/gomeet',
  zsh: 'gomeet completion zsh > ~/.zsh/completions/_gomeet',
  fish: 'gomeet completion fish > ~/.config/fish/completions/gomeet.fish',
} as const;

/** @param table every command there is, this one too */
export const completionOf = (table: readonly CommandEntry[]) =>
  defineCommand({
    description:
      'Prints a script with which the shell completes commands, flags and the names that they accept. It is made of the commands of this version: make it anew after an update.',
    examples: [
      `${places.bash} # needs the package bash-completion`,
      `${places.zsh} # a folder of your fpath`,
      places.fish,
    ],
    next: 'gomeet completion --help',
    arguments: {
      shell: { name: '<shell>', description: 'bash, zsh or fish', schema: oneOf(['bash', 'zsh', 'fish']) },
    },
    flags: {},
    data: z.strictObject({ shell: z.enum(['bash', 'zsh', 'fish']), script: z.string(), install: z.string() }),
    async run(_ctx, { shell = 'bash' }) {
      const script = scripts[shell](await completables(table));
      return { data: { shell, script, install: places[shell] }, text: script.trimEnd(), isVerbatim: true };
    },
  });
