import type { Interaction, Output } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { printable } from '../printable-text.ts';
import { choosePlainly, confirmPlainly, plainQuestions } from './prompts/plain-questions.ts';

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
 * Prompts by @clack/prompts, written to standard error so that standard output carries results alone; where the terminal may
 * not be animated, plain lines. Both need a keyboard and nothing else. Where nobody can answer (no terminal, `--json`,
 * `--events`, `--no-input`) a question is an error that names the flag.
 */
export function createPrompts(world: {
  interaction: Interaction;
  stderr: Output;
  stdinIsTerminal: boolean;
  signal: AbortSignal;
}): Prompts {
  const { interaction, stderr, signal } = world;
  const canAsk =
    interaction.input &&
    !interaction.json &&
    !interaction.events &&
    stderr.isTerminal &&
    world.stdinIsTerminal;
  const plain = plainQuestions(process.stdin, process.stderr, signal);
  const text = async (question: string): Promise<string | undefined> => {
    const message = printable(question);
    if (!stderr.isAnimated) return plain.ask(message);
    const clack = await import('@clack/prompts');
    const answer = await clack.text({ message, output: process.stderr });
    return clack.isCancel(answer) ? undefined : answer;
  };
  return {
    async confirm(question, flag) {
      if (interaction.yes) return true;
      if (!canAsk) throw cannotAsk(question, flag);
      if (!stderr.isAnimated) return confirmPlainly(plain, printable(question));
      const clack = await import('@clack/prompts');
      const answer = await clack.confirm({ message: printable(question), output: process.stderr });
      return !clack.isCancel(answer) && answer;
    },
    async confirmTyped(question, expected, flag) {
      if (interaction.yes) return true;
      if (!canAsk) throw cannotAsk(question, flag);
      return (await text(`${question} Type ${expected} to go on.`)) === expected;
    },
    async type(question, flag) {
      if (!canAsk) throw cannotAsk(question, flag);
      return (await text(question)) ?? '';
    },
    async choose(question, choices) {
      if (!canAsk) throw cannotAsk(question, 'a command');
      if (!stderr.isAnimated) return choosePlainly(plain, question, choices);
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
