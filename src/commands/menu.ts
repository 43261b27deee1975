import type { Prompts } from '../adapters/prompts.ts';
import { commandTable } from './index.ts';

/** The menu of `gomeet` alone: pick a command, get its command line; leaving the menu shows the help. */
export async function chooseCommand(prompts: Prompts): Promise<readonly string[]> {
  const menu = commandTable.filter(
    ({ name }) => !['help', 'config', 'loadtest', 'completion'].includes(name),
  );
  const chosen = await prompts.choose(
    'What would you like to do?',
    menu.map(({ name, summary }) => ({ value: name, label: name, hint: summary })),
  );
  if (chosen === undefined) return ['--help'];
  return chosen === 'report' ? ['report', 'list'] : [chosen];
}
