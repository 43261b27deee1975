import { useEffect, useRef } from 'preact/hooks';

/** Shows that the microphone hears something, as a bar that follows the voice. */
export function LevelMeter({ stream }: { readonly stream: MediaStream | undefined }) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!stream) return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let frame = 0;
    const draw = (): void => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      // Speech has a root mean square of about 0.1: its square root fills half of the bar or more.
      const level = Math.min(1, Math.sqrt(Math.sqrt(power)) * 1.6);
      if (bar.current) bar.current.style.transform = `scaleX(${level.toFixed(2)})`;
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      void context.close();
    };
  }, [stream]);
  return (
    <div aria-hidden="true" class="h-1.5 overflow-hidden rounded-full bg-line">
      <div ref={bar} class="h-full origin-left scale-x-0 rounded-full bg-green-500" />
    </div>
  );
}
