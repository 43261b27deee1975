import { expect, test } from 'vitest';
import { html, jsonForScript, rawHtml } from './html.ts';

test('insertions are escaped, in text and in attributes', () => {
  const name = `"><img src=x onerror='alert(1)'> & co`;
  expect(html`<p title="${name}">${name}</p>`.text).toBe(
    '<p title="&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt; &amp; co">&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt; &amp; co</p>',
  );
});

test('markup nests, lists join, null and false print nothing', () => {
  const items = [1, 2].map((n) => html`<li>${n}</li>`);
  expect(html`<ul>${items}${null}${false}${rawHtml('<li>3</li>')}</ul>`.text).toBe(
    '<ul><li>1</li><li>2</li><li>3</li></ul>',
  );
});

test('JSON in a script element can neither close it nor break a line', () => {
  const value = { room: '</script><!--\u2028\u2029' };
  const json = jsonForScript(value);
  expect(json).not.toMatch(/[<\u2028\u2029]/);
  expect(JSON.parse(json)).toEqual(value);
});
