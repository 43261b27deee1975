/** docs/api.md: the reference of the API, made from the OpenAPI document that the API itself serves. */

interface Schema {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly description?: string;
  readonly default?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
}

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses?: Readonly<
    Record<string, { readonly description?: string; readonly content?: Content }>
  >;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

/** What of an OpenAPI document becomes a page. */
export interface OpenApi {
  readonly info: { readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** @returns the whole page, in the order of the document's tags and paths */
export function apiDocument({ info, tags, paths, components }: OpenApi): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );
  const sections = tags.flatMap(({ name, description }) => {
    const own = operations.filter(({ operation }) => operation.tags?.[0] === name);
    if (own.length === 0) return [];
    return [`## ${name}`, `${description}.`, ...own.map((each) => operationText(each.name, each.operation))];
  });
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `### ${name}\n\n${table(fieldsOf(schema))}`,
  );
  return `${[introduction(info.description), ...sections, '## Schemas', ...schemas].join('\n\n')}\n`;
}

const introduction = (description: string): string => `# The API

${description} This page is made from the OpenAPI document that every API process serves at \`/openapi.json\`, with a page to try it at
\`/docs\`; \`npm run docs\` writes it. [realtime.md](realtime.md) says what goes over the WebSocket.

Where an access token is needed it is sent as \`Authorization: Bearer …\`; \`POST /api/v1/auth/login\` gives it, and it lasts 15 minutes.
Bodies are JSON. A name with an asterisk is required. A problem names its code, by which \`GET /problems/{code}\` explains it.`;

function operationText(name: string, operation: Operation): string {
  const { summary = '', description, operationId = '', parameters = [], requestBody } = operation;
  const given = [
    ...parameters.map(({ name: parameter, in: where, required = false, schema, description: text }) =>
      row(where, parameter, required, { ...schema, ...(text && { description: text }) }),
    ),
    ...bodyRows(requestBody?.content ?? {}),
  ];
  return [
    `### ${name}`,
    `${summary}. \`${operationId}\`, ${accessOf(operation)}.`,
    ...(description === undefined ? [] : [description]),
    ...(given.length === 0 ? [] : [table(given)]),
    answersOf(operation),
  ].join('\n\n');
}

function accessOf({ security }: Operation): string {
  if (security === undefined) return 'with an access token';
  return security.length === 0 ? 'open to everybody' : 'with an access token or a signed link';
}

function bodyRows(content: Content): readonly string[] {
  const types = Object.keys(content);
  const schema = content['application/json']?.schema;
  if (schema === undefined) return types.length === 0 ? [] : [cells('body', types.join(', '), '', '')];
  const body = schema.anyOf?.find(({ type }) => type === 'object') ?? schema;
  if (body.properties === undefined) return [row('body', '', true, schema)];
  return fieldsOf(body).map((field) => `| body ${field}`);
}

const fieldsOf = ({ properties = {}, required = [] }: Schema): readonly string[] =>
  Object.entries(properties).map(([name, schema]) =>
    cells(`${name}${required.includes(name) ? ' \\*' : ''}`, typeOf(schema), noteOf(schema)),
  );

const row = (where: string, name: string, required: boolean, schema: Schema): string =>
  cells(where, `${name}${required ? ' \\*' : ''}`, typeOf(schema), noteOf(schema));

/** A cell's own bars would end it. */
const cells = (...texts: readonly string[]): string =>
  `| ${texts.map((text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;

function table(rows: readonly string[]): string {
  const columns = (rows[0]?.match(/(?<!\\)\|/g)?.length ?? 1) - 1;
  const head = columns === 4 ? '| where | name | type | what it is |' : '| name | type | what it is |';
  return [head, `|${'---|'.repeat(columns)}`, ...rows].join('\n');
}

const refName = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);

/** A type in words: `string (uuid) or null`, `[Room](#room)[]`, `open, invited`. */
function typeOf(schema: Schema): string {
  const { type, $ref, anyOf, items, format, properties } = schema;
  if ($ref !== undefined) return `[${refName($ref)}](#${refName($ref).toLowerCase()})`;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (anyOf !== undefined) return [...new Set(anyOf.map(typeOf))].join(' or ');
  if (Array.isArray(type)) return type.join(' or ');
  if (type === 'array') return `list of ${items === undefined ? 'anything' : typeOf(items)}`;
  if (type === 'object') return properties === undefined ? 'object' : objectOf(schema);
  return `${String(type ?? 'anything')}${format === undefined ? '' : ` (${format})`}`;
}

const objectOf = ({ properties = {} }: Schema): string =>
  `{ ${Object.entries(properties)
    .map(([name, schema]) => `${name}: ${typeOf(schema)}`)
    .join('; ')} }`;

/** What else is known: bounds, default, and what it means. Whole numbers are bounded by the language; that says nothing. */
function noteOf(schema: Schema): string {
  const inner = schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
  const bound = (least: number | undefined, most: number | undefined, unit: string): string => {
    const [low, high] = [least, most].map((n) =>
      Math.abs(n ?? 0) === Number.MAX_SAFE_INTEGER ? undefined : n,
    );
    if (low !== undefined && high !== undefined) return `${low} to ${high}${unit}`;
    if (high !== undefined) return `at most ${high}${unit}`;
    return low === undefined ? '' : `at least ${low}${unit}`;
  };
  const meaning = schema.description ?? inner.description ?? '';
  return [
    meaning === '' || /[.!?]$/.test(meaning) ? meaning : `${meaning}.`,
    sentence(bound(inner.minLength, inner.maxLength, ' characters')),
    sentence(bound(inner.minimum, inner.maximum, '')),
    sentence(bound(undefined, inner.maxItems, ' of them')),
    schema.default === undefined ? '' : `Without it \`${JSON.stringify(schema.default)}\`.`,
  ]
    .filter((text) => text !== '')
    .join(' ');
}

const sentence = (text: string): string =>
  text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** One line: what comes when it goes well, then the problems with their codes. */
function answersOf({ responses = {} }: Operation): string {
  const entries = Object.entries(responses);
  const well = entries.filter(([status]) => Number(status) < 400);
  const problems = entries.filter(([status]) => Number(status) >= 400);
  const answer = ([status, { description = '', content = {} }]: (typeof entries)[number]): string => {
    const [type = '', first] = Object.entries(content)[0] ?? [];
    const what = first?.schema === undefined || type !== 'application/json' ? type : typeOf(first.schema);
    return `${status} ${what === '' ? description : what}`;
  };
  const problem = ([status, { description = '' }]: (typeof entries)[number]): string =>
    `${status} ${description}`;
  return [
    `Answers ${well.map(answer).join('; ')}.`,
    ...(problems.length === 0 ? [] : [`Problems: ${problems.map(problem).join('; ')}.`]),
  ].join(' ');
}
