/** The colours that gomeet itself paints with, and nothing else that a terminal obeys. */
const ESCAPE = '\u001b';
const PAINT = new RegExp(`(${ESCAPE}\\[\\d+m)`);

// Controls but tab and newline, and the marks that turn the direction of text, by which a name can pretend to be another.
const OBEYED = /(?![\t\n])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * Text that a terminal shows and does not obey: names in files and answers of servers may hold escape sequences that clear the
 * screen or set its title. Each becomes visible, in the way JSON writes it: `\u001b`.
 *
 * @param keepsPaint whether gomeet's own colours are in it
 */
export function printable(text: string, keepsPaint = false): string {
  if (!keepsPaint) return escaped(text);
  return text
    .split(PAINT)
    .map((part, index) => (index % 2 === 1 ? part : escaped(part)))
    .join('');
}

const escaped = (text: string): string =>
  text.replaceAll(OBEYED, (control, at: number) => {
    if (control === '\r' && text[at + 1] === '\n') return control;
    return `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
