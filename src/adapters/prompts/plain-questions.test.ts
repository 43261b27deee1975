import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { choosePlainly, confirmPlainly, type PlainQuestions, plainQuestions } from './plain-questions.ts';

function person(says: string | null, signal = new AbortController().signal) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  if (says === null) input.end();
  else input.write(says);
  return { questions: plainQuestions(input, output, signal), shown: () => String(output.read() ?? '') };
}

test.each([
  ['y\n', true],
  ['YES\n', true],
  ['\n', false],
  ['yep\n', false],
  ['n\n', false],
  [null, false],
])('to a question %j is %s', async (says, isYes) => {
  const { questions, shown } = person(says);
  expect(await confirmPlainly(questions, 'Delete it?')).toBe(isYes);
  expect(shown()).toBe('Delete it? [y/N] ');
});

const choices = [
  { value: 'plan', label: 'plan', hint: 'from an event to machines' },
  { value: 'cost', label: 'cost' },
] as const;
const answering = (answer: string | undefined): PlainQuestions => ({ ask: async () => answer });

test.each([
  ['2', 'cost'],
  ['plan', 'plan'],
  ['3', undefined],
  ['', undefined],
  [undefined, undefined],
])('from a list %j picks %s', async (answer, picked) => {
  expect(await choosePlainly(answering(answer), 'What?', choices)).toBe(picked);
});

test('a list has numbers, and no escape codes', async () => {
  const { questions, shown } = person('1\n');
  await choosePlainly(questions, 'What?', choices);
  expect(shown()).toBe(
    'What?\n   1  plan: from an event to machines\n   2  cost\nNumber or name, empty to leave: ',
  );
});

test('Ctrl-C leaves a question', async () => {
  const interrupt = new AbortController();
  const input = new PassThrough();
  const asked = plainQuestions(input, new PassThrough(), interrupt.signal).ask('Go on?');
  interrupt.abort();
  expect(await asked).toBeUndefined();
});
