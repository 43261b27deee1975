import type { UserSettings } from '../../api/types.ts';

/** What a person chose; `auto` leaves it to the room and the network. */
export type ResolutionChoice = UserSettings['resolution'];

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
}

const pictures: Readonly<Record<Exclude<ResolutionChoice, 'auto'>, Picture>> = {
  '180p': { width: 320, height: 180, frameRate: 20 },
  '360p': { width: 640, height: 360, frameRate: 20 },
  '720p': { width: 1280, height: 720, frameRate: 30 },
  '1080p': { width: 1920, height: 1080, frameRate: 30 },
};

export const resolutionLabels: Readonly<Record<ResolutionChoice, string>> = {
  auto: 'Automatic',
  '180p': 'Low (180p)',
  '360p': 'Standard (360p)',
  '720p': 'HD (720p)',
  '1080p': 'Full HD (1080p)',
};

/** The picture of this name; HD for a name that is not known. */
export const pictureOf = (name: string): Picture =>
  pictures[name as keyof typeof pictures] ?? pictures['720p'];

/** What the own camera sends: the choice, but never more than the room allows; automatic is HD where the room allows it. */
export function sentPicture(choice: ResolutionChoice, roomAllows: string): Picture {
  const [chosen, allowed] = [pictureOf(choice), pictureOf(roomAllows)];
  return chosen.height <= allowed.height ? chosen : allowed;
}

/** The largest picture to receive: the choice, but never more than the bound; undefined leaves it to the size on the page. */
export function receivedPicture(choice: ResolutionChoice, bound?: Picture): Picture | undefined {
  const chosen = choice === 'auto' ? undefined : pictures[choice];
  if (chosen === undefined || bound === undefined) return chosen ?? bound;
  return chosen.height <= bound.height ? chosen : bound;
}
