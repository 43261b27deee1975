import { z } from 'zod';

/** A network of its own for a share of the participants, as the generator's plan has it. */
export interface NetworkFace {
  readonly kind: NetworkKind;
  /** Of all participants, 0 to 1. */
  readonly share: number;
  /** Of each direction. */
  readonly lossPercent?: number;
  readonly delayMs?: number;
  readonly turn?: TurnServer;
  /** Kind turns: PEM file of whom to trust; whom this machine trusts when absent. */
  readonly authority?: string;
}

/** A TURN server; its address is host:port. */
export interface TurnServer {
  readonly address: string;
  readonly username: string;
  readonly credential: string;
}

interface Kind {
  readonly name: string;
  /** The number that may follow the share, and what it is when it does not. */
  readonly condition?: {
    readonly key: 'lossPercent' | 'delayMs';
    readonly otherwise: number;
    readonly max: number;
  };
}

/** 2 % is a bad Wi-Fi; 100 ms each way is a line across an ocean. */
const kinds = [
  { name: 'turn' },
  { name: 'turns' },
  { name: 'tcp' },
  { name: 'lossy', condition: { key: 'lossPercent', otherwise: 2, max: 50 } },
  { name: 'slow', condition: { key: 'delayMs', otherwise: 100, max: 2000 } },
] as const satisfies readonly Kind[];

type NetworkKind = (typeof kinds)[number]['name'];

const accepted =
  'accepted: turn, turns, tcp, lossy and slow with their shares, such as turn=0.1,lossy=0.2:2,slow=0.1:100 (2 % loss, 100 ms delay, each way)';

/** Reads `--network`: kinds with the share of participants who have them, together at most 1. */
export const networkFaces: z.ZodType<readonly NetworkFace[], string> = z.string().transform((text, issue) => {
  const faces = text.split(',').map(faceOf);
  const whole = faces.filter((face) => face !== undefined);
  const sum = whole.reduce((total, { share }) => total + share, 0);
  if (whole.length === faces.length && sum <= 1 + 1e-9) return whole;
  const why =
    whole.length < faces.length
      ? ''
      : `the shares add up to ${Number(sum.toFixed(3))}, which is more than 1; `;
  issue.addIssue({ code: 'custom', message: why + accepted });
  return z.NEVER;
});

function faceOf(text: string): NetworkFace | undefined {
  const [, name, shareText, valueText] = /^(\w+)=([\d.]+)(?::([\d.]+))?$/.exec(text.trim()) ?? [];
  const kind: (Kind & { name: NetworkKind }) | undefined = kinds.find((each) => each.name === name);
  const share = Number(shareText);
  if (kind === undefined || !(share > 0 && share <= 1)) return undefined;
  if (kind.condition === undefined) return valueText === undefined ? { kind: kind.name, share } : undefined;
  const value = valueText === undefined ? kind.condition.otherwise : Number(valueText);
  if (!(value > 0 && value <= kind.condition.max)) return undefined;
  return { kind: kind.name, share, [kind.condition.key]: value };
}

/** Gives faces of kind turn the configured server; without one they take the server that LiveKit names. */
export function withTurnServer(
  faces: readonly NetworkFace[],
  turn: TurnServer | undefined,
): readonly NetworkFace[] {
  return faces.map((face) => (face.kind === 'turn' && turn ? { ...face, turn } : face));
}

/** Such as `20 % lossy (2 % loss), 10 % turn`. It holds no credentials. */
export function describeFaces(faces: readonly NetworkFace[]): string {
  return faces
    .map(({ kind, share, lossPercent, delayMs }) => {
      const conditions = [
        ...(lossPercent === undefined ? [] : [`${lossPercent} % loss`]),
        ...(delayMs === undefined ? [] : [`${delayMs} ms delay`]),
      ];
      return `${Math.round(1000 * share) / 10} % ${kind}${conditions.length > 0 ? ` (${conditions.join(', ')})` : ''}`;
    })
    .join(', ');
}
