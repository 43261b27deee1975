import { printable } from '../printable-text.ts';

/** Text from elsewhere (a pod's reason, a room's name) as one line that a terminal shows and does not obey. */
export const oneLine = (text: string): string => printable(text.replaceAll(/[\t\r\n]/g, ' '));

/** Cells that a terminal gives to a text: two for wide characters, none for combining marks. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text) cells += /\p{M}/u.test(character) ? 0 : isWide.test(character) ? 2 : 1;
  return cells;
}

const isWide =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}/u;

/** The text within so many cells; what is cut away is marked by `…`. */
export function cut(text: string, cells: number): string {
  if (cellsOf(text) <= cells) return text;
  let kept = '';
  for (const character of text) {
    if (cellsOf(kept + character) > cells - 1) break;
    kept += character;
  }
  return cells < 1 ? '' : `${kept}…`;
}
