/** Markup that is safe to insert as it is. Only `html` and `rawHtml` make it. */
export interface Markup {
  readonly text: string;
}

/** What may stand in a template: text is escaped, markup is taken as it is, nothing is printed for null and false. */
export type Insertion = string | number | Markup | null | false | readonly Insertion[];

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

function render(insertion: Insertion): string {
  if (insertion === null || insertion === false) return '';
  if (typeof insertion === 'string') return escapeHtml(insertion);
  if (typeof insertion === 'number') return String(insertion);
  if ('text' in insertion) return insertion.text;
  return insertion.map(render).join('');
}

/** A template that escapes every insertion, so that no name of a room or error message can become markup. */
export function html(strings: TemplateStringsArray, ...insertions: readonly Insertion[]): Markup {
  return {
    text: strings.reduce((text, part, i) => text + render(insertions[i - 1] ?? null) + part),
  };
}

/** Takes text as markup. Only for files of our own, such as the style sheet, and for JSON escaped by `jsonForScript`. */
export function rawHtml(text: string): Markup {
  return { text };
}

/** JSON for a script element: `<` as \u003c, as Lighthouse does, so that no string can close the element. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
