import { formatQuantity } from '../../../src/units.ts';
import { type Growth, growthOf, leaks, type ProcessLife } from './process-growth.ts';
import type { SoakedStretch } from './soak-load.ts';

/** The processes that lived long enough, the one that grew most first, and how many did not. */
export function growthTable(lives: readonly ProcessLife[]): string {
  const judged = lives.flatMap((life) => {
    const growth = growthOf(life);
    return growth === undefined ? [] : [{ life, growth }];
  });
  const lines = judged
    .toSorted((a, b) => b.growth.memory.percentIn10Min - a.growth.memory.percentIn10Min)
    .map(({ life, growth }) => growthLine(life, growth));
  const tooShort = `${lives.length - judged.length} of ${lives.length} processes lived for less than 17 minutes and are not judged.`;
  return ['memory (least of 3 min)          in 10 min   descriptors   process', ...lines, tooShort].join(
    '\n',
  );
}

function growthLine({ name, processId }: ProcessLife, growth: Growth): string {
  const { memory, descriptors } = growth;
  const bytes = (value: number): string => formatQuantity(value, 'bytes');
  const percent = `${memory.percentIn10Min >= 0 ? '+' : ''}${memory.percentIn10Min.toFixed(2)} %`;
  const cells = [
    `${bytes(memory.first)} → ${bytes(memory.last)}`.padEnd(32),
    percent.padStart(9),
    `${descriptors.first} → ${descriptors.last}`.padStart(13),
  ];
  return `${cells.join(' ')}   ${name} (${processId})${leaks(growth) ? '   LEAKS' : ''}`;
}

/** What a stretch of load came to, in three lines. */
export function stretchText(name: string, { writes, linesHeard, doors }: SoakedStretch): string {
  const { acknowledged, lost, phantomRows, doubledRows } = writes;
  const away = doors.map(
    ({ door, awayMs, outages }) => `${door} ${formatQuantity(awayMs, 'ms')} in ${outages} outages`,
  );
  return [
    `${name}: ${acknowledged} writes acknowledged, ${lost.length} lost, ${phantomRows} phantom, ${doubledRows} doubled; ${linesHeard} lines of chat heard`,
    `  away: ${away.join(', ')}`,
  ].join('\n');
}
