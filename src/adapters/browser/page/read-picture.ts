import type { FrameSample } from './probe-report.ts';
import { columns, decodeTime, rows } from './time-code.ts';

/** A block of the time code becomes so many pixels of the small copy that is read. */
const blockPixels = 8;
const copyWidth = columns * blockPixels;
/** The picture is 16 : 9, so that its copy has 72 rows, the upper 32 of them with the code. */
const copyHeight = (copyWidth * 9) / 16;

/** What is read off the pictures of all other browsers. */
export interface Reading {
  readonly frames: FrameSample[];
  unreadable: number;
}

/** Reads the time code off every frame that the video element shows, into `reading`. */
export function readPicture(video: HTMLVideoElement, reading: Reading): void {
  const canvas = new OffscreenCanvas(copyWidth, copyHeight);
  const context = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  if (context === null) throw new Error('this browser cannot read a video');
  const onFrame: VideoFrameRequestCallback = (_now, metadata) => {
    video.requestVideoFrameCallback(onFrame);
    context.drawImage(video, 0, 0, copyWidth, copyHeight);
    const paintedAt = decodeTime(blocksOf(context));
    if (paintedAt === undefined) {
      reading.unreadable += 1;
      return;
    }
    const microseconds = (pageTime: number): number =>
      Math.round((performance.timeOrigin + pageTime - paintedAt) * 1000);
    reading.frames.push({
      shownAt: performance.timeOrigin + metadata.expectedDisplayTime,
      glassUs: microseconds(metadata.expectedDisplayTime),
      arrivalUs: metadata.receiveTime === undefined ? null : microseconds(metadata.receiveTime),
    });
  };
  video.requestVideoFrameCallback(onFrame);
}

/** The middle of each block decides: its edges are blurred by the codec and by scaling. */
function blocksOf(context: OffscreenCanvasRenderingContext2D): boolean[] {
  const { data } = context.getImageData(0, 0, copyWidth, rows * blockPixels);
  return Array.from({ length: columns * rows }, (_, i) => {
    const x = (i % columns) * blockPixels + blockPixels / 2;
    const y = Math.floor(i / columns) * blockPixels + blockPixels / 2;
    const at = 4 * (y * copyWidth + x);
    // Green carries most of the brightness.
    return (data[at + 1] ?? 0) > 127;
  });
}
