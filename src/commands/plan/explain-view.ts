import type { Explanation } from '../../planning/explain.ts';
import { lineText } from './line-text.ts';

/** A line with its formula, the formula's numbers, and below it what it is made of. */
export function explainView(line: Explanation): string {
  return [
    `${line.title} (${line.id})`,
    `  = ${lineText(line.value, line.unit)}`,
    ...formulaOf(line, '  '),
    ...knowledgeOf(line, '  '),
    ...line.inputs.flatMap((input) => below(input, '  ')),
  ].join('\n');
}

function below(line: Explanation, indent: string): readonly string[] {
  return [
    '',
    `${indent}${line.name} = ${lineText(line.value, line.unit)}`,
    `${indent}  ${line.title} (${line.id})`,
    ...formulaOf(line, `${indent}  `),
    ...knowledgeOf(line, `${indent}  `),
    ...line.inputs.flatMap((input) => below(input, `${indent}    `)),
  ];
}

function formulaOf({ formula, kind, numbers }: Explanation, indent: string): readonly string[] {
  if (formula === null) return [];
  if (kind === 'algorithm') return [`${indent}by ${formula}`];
  const filled = formula.replaceAll(/[A-Za-z]\w*/g, (name) => {
    const number = numbers[name];
    return number === undefined ? name : lineText(number.value, number.unit);
  });
  return [`${indent}= ${formula}`, `${indent}= ${filled}`];
}

function knowledgeOf({ basis, range, sources, kind }: Explanation, indent: string): readonly string[] {
  const spread = range === undefined ? '' : `, between ${range.low} and ${range.high}`;
  const weakest = kind === 'input' ? basis : `${basis} (the weakest of its inputs)`;
  return [
    `${indent}${weakest}${spread}`,
    ...sources.map(({ title, url, asOf, confidence }) => {
      const day = asOf === undefined ? '' : `, ${asOf}`;
      const address = url === undefined ? '' : `, ${url}`;
      return `${indent}source: ${title}${day}, confidence ${confidence}${address}`;
    }),
  ];
}
