const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** The room that a link or an id names; undefined when there is none in the text. */
export const roomIdIn = (text: string): string | undefined => uuid.exec(text)?.[0].toLowerCase();

/** The address that people are given. */
export const roomLink = (origin: string, roomId: string): string => `${origin}/rooms/${roomId}`;
