import { STATUS_CODES } from 'node:http';

/** The parts of an OpenAPI document that are looked at here. */
interface Operation {
  requestBody?: { required?: boolean; content: Record<string, { schema?: { anyOf?: { type?: string }[] } }> };
  responses?: Record<string, { description?: string; content?: object }>;
}

interface Document {
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, unknown> };
}

/** Gives a generated document what the generator does not know. Changes and returns its argument. */
export function finishDocument<T extends object>(document: T): T {
  const { paths = {}, components = {} } = document as Document;
  for (const operation of Object.values(paths).flatMap((path) => Object.values(path))) {
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      if (response.description === 'Default Response') response.description = STATUS_CODES[status] ?? status;
    }
    // A body that may be null may be left out; the generator calls every body required.
    const bodies = Object.values(operation.requestBody?.content ?? {});
    const optional = bodies.some(({ schema }) => schema?.anyOf?.some(({ type }) => type === 'null'));
    if (operation.requestBody && optional) operation.requestBody.required = false;
    if (operation.requestBody) documentBodyProblems(operation);
  }
  // Each named schema is generated as input and as output; what nothing refers to is left out.
  const text = JSON.stringify(document);
  for (const name of Object.keys(components.schemas ?? {})) {
    if (!text.includes(`"#/components/schemas/${name}"`)) delete components.schemas?.[name];
  }
  return document;
}

/** What refuses a body before its route is reached: its size and its type. */
function documentBodyProblems({ responses = {} }: Operation): void {
  const { content } = responses['400'] ?? {};
  if (!content) return;
  responses['413'] ??= { description: 'payload-too-large', content };
  responses['415'] ??= { description: 'unsupported-media-type', content };
}
