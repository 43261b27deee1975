import type { FastifyInstance } from 'fastify';
import type { Account } from '../auth/access-token.ts';
import { Problem } from '../problems.ts';
import type { RecordingRepository, RecordingRow } from '../repositories/recordings.ts';
import { announceChange } from './announce-change.ts';
import { reconcile } from './reconcile.ts';
import { type EngineState, EngineUnavailableError, type RecordingEngine } from './recording-engine.ts';
import { pathOf } from './recording-links.ts';

/** A row that has no engine's name after this long belongs to a worker that died while it started the recording. */
const startWithinMs = 60_000;

/** Carries out orders of an engine. @throws {Problem} `recording-unavailable` */
export async function withEngine<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EngineUnavailableError)) throw error;
    throw new Problem('recording-unavailable', error.message, {
      cause: error,
      headers: { 'retry-after': String(error.retryAfterSeconds) },
    });
  }
}

/** The recordings of rooms: what people order, and what engines report. */
export class Recordings {
  readonly #app: FastifyInstance;
  readonly #engines: readonly RecordingEngine[];
  readonly rows: RecordingRepository;

  /** @param engines the first records; the others still serve what they have recorded. */
  constructor(app: FastifyInstance, rows: RecordingRepository, engines: readonly RecordingEngine[]) {
    this.#app = app;
    this.#engines = engines;
    this.rows = rows;
  }

  /**
   * Begins to record a room, for somebody who may.
   * @throws {Problem} `recording-running`, `recording-unavailable`, or what authorize throws.
   */
  async start(roomId: string, account: Account): Promise<RecordingRow> {
    const { status } = await this.#authorize(roomId, account);
    if (status !== 'active') throw new Problem('room-ended');
    const [engine] = this.#engines;
    if (!engine) throw new Problem('recording-unavailable', 'No recording engine is set up here.');
    const running = await this.rows.findRunning(roomId);
    if (running) await this.mend(running); // it may have ended by itself a moment ago
    const inserted = await this.rows.insert({ roomId, startedBy: account.userId, engine: engine.name });
    if (!inserted) throw new Problem('recording-running');
    const { id } = inserted;
    try {
      await this.rows.setEngineId(roomId, id, await withEngine(() => engine.start(id, roomId)));
    } catch (error) {
      await this.rows.delete(roomId, id, pathOf({ roomId, recordingId: id }));
      throw error;
    }
    this.#app.hub.publish(roomId, { type: 'recording', active: true, recordingId: id });
    return this.find(roomId, id);
  }

  /**
   * Ends a recording, or whichever runs in the room.
   * @throws {Problem} `recording-not-ready` if it does not run, `recording-unavailable`, or what authorize throws.
   */
  async stop(roomId: string, account: Account, recordingId?: string): Promise<RecordingRow> {
    await this.#authorize(roomId, account);
    const row = recordingId ? await this.find(roomId, recordingId) : await this.rows.findRunning(roomId);
    if (row?.status !== 'recording' || row.engine_id === null)
      throw new Problem('recording-not-ready', 'It is not running.');
    const { engine_id: engineId } = row;
    await withEngine(() => this.engineOf(row).stop(engineId));
    return this.mend(row);
  }

  /** @throws {Problem} `not-found` */
  async find(roomId: string, id: string): Promise<RecordingRow> {
    const row = await this.rows.find(roomId, id);
    if (!row) throw new Problem('not-found', 'There is no such recording.');
    return row;
  }

  /** Asks the engine of a recording that is not finished, and takes in what it says. @returns the row as it is then. */
  async mend(row: RecordingRow): Promise<RecordingRow> {
    const { id, engine_id: engineId } = row;
    if (engineId === null && Date.now() - row.started_at.getTime() < startWithinMs) return row;
    return this.#takeIn(row, await withEngine(async () => this.engineOf(row).find(engineId ?? id)));
  }

  /** Takes in what an engine reports by itself. A recording that is not of this platform is none of its business. */
  async takeReport(roomId: string, engineId: string, state: EngineState): Promise<void> {
    const row = await this.rows.findByEngineId(roomId, engineId);
    if (row) await this.#takeIn(row, state);
  }

  async #takeIn(row: RecordingRow, state: EngineState | undefined): Promise<RecordingRow> {
    const { room_id: roomId, id } = row;
    const changes = reconcile(row, state, new Date());
    if (!changes) return row;
    // Several workers may see the same: the one that writes it announces it.
    const changed = await this.rows.change(roomId, id, row.status, changes);
    if (changed) await announceChange(this.#app, this.rows, row, changes);
    return this.find(roomId, id);
  }

  /** Mends what is unfinished; an engine that is away is asked again the next time. */
  async mendAll(): Promise<void> {
    for (const row of await this.rows.listUnfinished()) {
      await this.mend(row).catch((error: unknown) =>
        this.#app.log.warn({ err: error, recordingId: row.id }, 'a recording could not be looked after'),
      );
    }
  }

  /** Mends a row for somebody who reads it: they get what is known when the engine is away. */
  async current(row: RecordingRow): Promise<RecordingRow> {
    if (row.status === 'ready' || row.status === 'failed') return row;
    return this.mend(row).catch((error: unknown) => {
      if (error instanceof Problem && error.code === 'recording-unavailable') return row;
      throw error;
    });
  }

  /** Deletes a recording that is over, file and row. @throws {Problem} `recording-not-ready`, `recording-unavailable`. */
  async delete(row: RecordingRow): Promise<void> {
    const { room_id: roomId, id, engine_id: engineId, location } = await this.current(row);
    const { status } = await this.find(roomId, id);
    if (status === 'starting' || status === 'recording')
      throw new Problem('recording-not-ready', 'It is running; stop it first.');
    if (engineId !== null) await withEngine(() => this.engineOf(row).delete({ engineId, location }));
    await this.rows.delete(roomId, id, pathOf({ roomId, recordingId: id }));
  }

  /** @throws {Problem} `recording-unavailable` if the engine that made it is not set up any more. */
  engineOf(row: Pick<RecordingRow, 'engine'>): RecordingEngine {
    const engine = this.#engines.find(({ name }) => name === row.engine);
    if (!engine) throw new Problem('recording-unavailable', `The engine "${row.engine}" is not set up here.`);
    return engine;
  }

  async #authorize(roomId: string, account: Account) {
    const row = await this.#app.authorize(roomId, account, 'record');
    const { recording } = await this.#app.roomSettings.read(roomId);
    if (recording === 'host' && !row.standing.owner)
      throw new Problem('forbidden', 'In this room only the host may record.');
    return row;
  }
}
