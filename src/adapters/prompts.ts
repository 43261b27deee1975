import type { Interaction, Output } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';

/** Questions to the person at the terminal. */
export interface Prompts {
  /** Asks before something that costs time or data; `flag` is what answers it beforehand. */
  confirm(question: string, flag: string): Promise<boolean>;
  /** Asks for a name to be typed, before what cannot be taken back; `flag` is what answers it beforehand. */
  confirmTyped(question: string, expected: string, flag: string): Promise<boolean>;
  /** Lets the user type a name, before something that cannot be undone; empty when they leave. `--yes` does not answer it. */
  type(question: string, flag: string): Promise<string>;
  /** Lets the user pick; undefined when they leave. */
  choose<Value extends string>(
    question: string,
    choices: readonly { value: Value; label: string; hint?: string }[],
  ): Promise<Value | undefined>;
}

/**
 * Prompts by @clack/prompts, written to standard error so that standard output carries results alone.
 * Where nobody can answer (no terminal, `--json`, `--no-input`) a question is an error that names the flag.
 */
export function createPrompts(world: {
  interaction: Interaction;
  stderr: Output;
  stdinIsTerminal: boolean;
}): Prompts {
  const { interaction } = world;
  const canAsk =
    interaction.input &&
    !interaction.json &&
    !interaction.events &&
    world.stderr.isTerminal &&
    world.stdinIsTerminal;
  return {
    async confirm(question, flag) {
      if (interaction.yes) return true;
      if (!canAsk) throw cannotAsk(question, flag);
      const clack = await import('@clack/prompts');
      const answer = await clack.confirm({ message: question, output: process.stderr });
      return !clack.isCancel(answer) && answer;
    },
    async confirmTyped(question, expected, flag) {
      if (interaction.yes) return true;
      if (!canAsk) throw cannotAsk(question, flag);
      const clack = await import('@clack/prompts');
      const message = `${question} Type ${expected} to go on.`;
      return (await clack.text({ message, output: process.stderr })) === expected;
    },
    async type(question, flag) {
      if (!canAsk) throw cannotAsk(question, flag);
      const clack = await import('@clack/prompts');
      const answer = await clack.text({ message: question, output: process.stderr });
      return clack.isCancel(answer) ? '' : answer;
    },
    async choose(question, choices) {
      if (!canAsk) throw cannotAsk(question, 'a command');
      const clack = await import('@clack/prompts');
      const options = choices.map(({ value, label, hint }) => ({ value, label, ...(hint ? { hint } : {}) }));
      const answer = await clack.select<string>({ message: question, options, output: process.stderr });
      return clack.isCancel(answer) ? undefined : choices.find((choice) => choice.value === answer)?.value;
    },
  };
}

function cannotAsk(question: string, flag: string): GomeetError {
  return new GomeetError(`This needs an answer, and there is nobody to ask: ${question}`, {
    exitCode: ExitCode.usage,
    code: 'answer-needed',
    hint: `Answer beforehand with ${flag}.`,
  });
}
