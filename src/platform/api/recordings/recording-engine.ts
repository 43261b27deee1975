/** What an engine knows of one recording. */
export interface EngineState {
  readonly status: 'starting' | 'recording' | 'processing' | 'ready' | 'failed';
  readonly endedAt: Date | null;
  readonly durationMs: number | null;
  readonly sizeBytes: number | null;
  readonly contentType: string | null;
  /** Where the engine put it, in the engine's own words. */
  readonly location: string | null;
  readonly error: string | null;
}

/** How an engine names a recording: by the number it gave it, and by the place where it put it. */
export interface EngineRecording {
  readonly engineId: string;
  readonly location: string | null;
}

/** Something that records rooms. Its methods throw {@link EngineUnavailableError} while it does not answer. */
export interface RecordingEngine {
  readonly name: 'egress' | 'recorder';
  /** Begins. @param id of the recording, a UUID. @returns the engine's name of it. @throws when it is away or has no place. */
  start(id: string, roomId: string): Promise<string>;
  /** Ends; ending what has ended changes nothing. */
  stop(engineId: string): Promise<void>;
  /** @returns undefined when the engine does not know it. */
  find(engineId: string): Promise<EngineState | undefined>;
  /** The file, or what `headers` (Range, If-Range, If-None-Match) ask of it. */
  content(recording: EngineRecording, headers: Readonly<Record<string, string>>): Promise<Response>;
  /** Deletes the file; one that is gone is as good as deleted. */
  delete(recording: EngineRecording): Promise<void>;
}

/** The engine does not answer, or has no place for one more recording. */
export class EngineUnavailableError extends Error {
  override readonly name = 'EngineUnavailableError';
  readonly retryAfterSeconds: number;

  constructor(message: string, options: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(message, { cause: options.cause });
    this.retryAfterSeconds = options.retryAfterSeconds ?? 30;
  }
}
