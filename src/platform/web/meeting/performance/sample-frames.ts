/** Counting keeps the page drawing, so it counts for one second of five. */
const sampleMs = 1_000;
const restMs = 4_000;

/**
 * Counts page frames from time to time. A tab in the background draws none, which says nothing of the device: such a sample
 * is dropped.
 * @returns what ends it
 */
export function sampleFrames(onSample: (framesPerSecond: number) => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  let frame = 0;
  let wasHidden = false;
  const onVisibility = (): void => {
    wasHidden ||= document.hidden;
  };

  function sample(): void {
    wasHidden = document.hidden;
    let frames = 0;
    let sinceMs: number | undefined;
    const onFrame = (atMs: number): void => {
      sinceMs ??= atMs;
      if (atMs - sinceMs < sampleMs) {
        frames += 1;
        frame = requestAnimationFrame(onFrame);
        return;
      }
      if (!wasHidden) onSample((frames * 1000) / (atMs - sinceMs));
      rest();
    };
    frame = requestAnimationFrame(onFrame);
  }
  function rest(): void {
    timer = setTimeout(sample, restMs);
  }

  document.addEventListener('visibilitychange', onVisibility);
  rest();
  return () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    document.removeEventListener('visibilitychange', onVisibility);
  };
}
