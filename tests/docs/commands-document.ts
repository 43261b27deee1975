import { type CommandEntry, commandTable } from '../../src/commands/index.ts';
import { exitCodeMeanings } from '../../src/errors.ts';

/** docs/commands.md: every command with what it does and the schema of its document, and the exit codes. */
export function commandsDocument(): string {
  const groups = [...new Set(commandTable.map(({ group }) => group))];
  const tables = groups.map((group) => {
    const rows = commandTable
      .filter((entry) => entry.group === group)
      .flatMap((entry) => rowsOf(entry, '', ''));
    return [
      `## ${group}`,
      ['| command | what it does | document |', '|---|---|---|', ...rows].join('\n'),
    ].join('\n\n');
  });
  const codes = exitCodeMeanings.map(({ code, meaning }) => `| ${code} | ${meaning} |`);
  return `${[
    INTRODUCTION,
    ...tables,
    '## Exit codes',
    ['| code | meaning |', '|---|---|', ...codes].join('\n'),
  ].join('\n\n')}\n`;
}

function rowsOf(entry: CommandEntry, above: string, aboveDocument: string): readonly string[] {
  const name = `${above}${entry.name}`;
  const document = entry.document ?? (above === '' ? entry.name : aboveDocument);
  const summary = entry.summary.replaceAll('|', '\\|');
  return [
    `| \`gomeet ${name}\` | ${summary} | [schema](schemas/${document}.v1.json) |`,
    ...(entry.below ?? []).flatMap((below) => rowsOf(below, `${name} `, document)),
  ];
}

const INTRODUCTION = `# Commands

Every command answers \`--help\` with its flags and examples, and ends with the next one to type. \`--json\` prints one document on standard
output, of the schema named here, and never asks; progress goes to standard error. \`gomeet help environment\` lists the variables, and
\`gomeet config show --origin\` every setting with where its value came from: a flag, a variable, \`gomeet.yaml\` or the default.
\`npm run docs\` writes this page.`;
