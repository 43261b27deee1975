import type { Measured } from '../load.ts';

/**
 * What the publishers sent in the hold phase, over all layers: with what was received, it is what the media server's CPU
 * is explained by. Bytes are those of the payload, without headers.
 */
export function sentCounts({ result }: Measured): Readonly<Record<string, number>> {
  const tracks = result.publishers.flatMap((publisher) => publisher.tracks);
  if (tracks.length === 0) return {};
  return {
    packetsSent: tracks.reduce((sum, { packetsSent }) => sum + packetsSent, 0),
    bytesSent: tracks.reduce((sum, { bytesSent }) => sum + bytesSent, 0),
  };
}
