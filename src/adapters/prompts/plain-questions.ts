import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Questions as lines of text, answered by lines of text: for dumb terminals and readers of the screen. */
export interface PlainQuestions {
  /** @returns what was typed, or undefined when the user left (Ctrl-C, Ctrl-D) */
  ask(question: string): Promise<string | undefined>;
}

export function plainQuestions(input: Readable, output: Writable, signal: AbortSignal): PlainQuestions {
  return {
    ask(question) {
      const { promise, resolve } = Promise.withResolvers<string | undefined>();
      // Without `terminal` the terminal itself lets people edit their line, and Ctrl-C reaches the process as ever.
      const lines = createInterface({ input, output, terminal: false });
      const leave = (): void => lines.close();
      signal.addEventListener('abort', leave, { once: true });
      lines.once('close', () => resolve(undefined));
      lines.question(`${question} `, (answer) => {
        resolve(answer.trim());
        lines.close();
      });
      if (signal.aborted) lines.close();
      return promise.finally(() => signal.removeEventListener('abort', leave));
    },
  };
}

/** Anything but a clear yes is a no. */
export async function confirmPlainly(questions: PlainQuestions, question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await questions.ask(`${question} [y/N]`)) ?? '');
}

/** Lets the user pick by number or by name; undefined when they leave, or name nothing that there is. */
export async function choosePlainly<Value extends string>(
  questions: PlainQuestions,
  question: string,
  choices: readonly { value: Value; label: string; hint?: string }[],
): Promise<Value | undefined> {
  const lines = choices.map(
    ({ label, hint }, i) => `${String(i + 1).padStart(4)}  ${label}${hint === undefined ? '' : `: ${hint}`}`,
  );
  const answer = await questions.ask(`${question}\n${lines.join('\n')}\nNumber or name, empty to leave:`);
  return choices.find(({ label }, i) => answer === label || answer === String(i + 1))?.value;
}
