/** The words of the schema library, and how people say the same. */
const sayings: readonly (readonly [RegExp, string])[] = [
  [/^Too small: expected string to have >=1 characters$/, 'must not be empty'],
  [/^Too small: expected string to have >=(\d+) characters$/, 'at least $1 characters'],
  [/^Too big: expected string to have <=(\d+) characters$/, 'at most $1 characters'],
  [/^Too small: expected (?:number|int) to be >=(-?\d+)$/, 'at least $1'],
  [/^Too big: expected (?:number|int) to be <=(-?\d+)$/, 'at most $1'],
  [/^Invalid email address$/, 'not an e-mail address'],
  [/^Invalid input: expected (?:number|int), received .*$/, 'must be a number'],
];

/** What is wrong with a field, for somebody who has never seen a schema. What nobody has put into words stays as it is. */
export function fieldWords(message: string): string {
  const saying = sayings.find(([pattern]) => pattern.test(message));
  return saying === undefined ? message : message.replace(...saying);
}

/** `/firstName` → `First name`. */
export function fieldName(pointer: string): string {
  const name = pointer.slice(pointer.lastIndexOf('/') + 1);
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Takes the place in the request, such as `body /endsAt: `, for the name of a field in front of an error. */
export const plainDetail = (detail: string): string =>
  detail.replace(
    /^(?:body|querystring|params) (\/[\w/]+): /,
    (_, pointer: string) => `${fieldName(pointer)}: `,
  );
