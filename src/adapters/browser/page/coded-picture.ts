import { columns, encodeTime, rows } from './time-code.ts';

const width = 640;
const height = 360;
/**
 * About 21 frames a second: two software encoders and as many decoders have to fit on two cores beside the platform. 47 ms
 * are no multiple of a display's 16.7 ms, so that the frames meet every phase of it; at 50 ms all met the same one, and
 * the latency of a whole run was off by up to a refresh.
 */
const frameIntervalMs = 47;
export const framesPerSecond = Math.ceil(1000 / frameIntervalMs);

const blockSize = width / columns;

/**
 * A canvas as a camera: every frame bears the moment at which it was painted, and below it a moving pattern, so that the
 * encoder has about as much to do as with a talking head.
 */
export function startCodedPicture(now: () => number): MediaStreamTrack {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false });
  // At 0 frames a second a frame is captured only when it is asked for: right after it was painted.
  const [track] = canvas.captureStream(0).getVideoTracks();
  if (context === null || track === undefined) throw new Error('this browser cannot capture a canvas');
  setInterval(() => {
    paint(context, now());
    (track as CanvasCaptureMediaStreamTrack).requestFrame();
  }, frameIntervalMs);
  return track;
}

function paint(context: CanvasRenderingContext2D, at: number): void {
  paintPattern(context, at);
  const blocks = encodeTime(at);
  context.fillStyle = 'black';
  context.fillRect(0, 0, width, rows * blockSize);
  context.fillStyle = 'white';
  for (const [i, isWhite] of blocks.entries()) {
    if (!isWhite) continue;
    context.fillRect((i % columns) * blockSize, Math.floor(i / columns) * blockSize, blockSize, blockSize);
  }
}

function paintPattern(context: CanvasRenderingContext2D, at: number): void {
  const top = rows * blockSize;
  context.fillStyle = '#335577';
  context.fillRect(0, top, width, height - top);
  for (let i = 0; i < 6; i += 1) {
    const turn = at / 900 + i;
    context.fillStyle = `hsl(${(i * 60 + at / 40) % 360} 60% 55%)`;
    context.beginPath();
    context.arc(
      width * (0.5 + 0.4 * Math.sin(turn)),
      top + 100 + 60 * Math.cos(turn * 1.3),
      40,
      0,
      2 * Math.PI,
    );
    context.fill();
  }
}
