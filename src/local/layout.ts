import { join } from 'node:path';

/** Where the local target keeps what it knows. Every path is absolute. */
export interface Layout {
  readonly directory: string;
  /** Who holds the target at the moment; see lock.ts. */
  readonly lock: string;
  /** The supervisor's process and its control socket. */
  readonly supervisor: string;
  /** The processes that the supervisor started, for the day when it is killed and cannot say. */
  readonly processes: string;
  readonly ports: string;
  readonly secrets: string;
  /** Where the data of PostgreSQL lie; they may have to live outside of the directory. */
  readonly places: string;
  readonly revisions: string;
  /** Which profile was deployed last. */
  readonly profile: string;
  readonly logs: string;
  readonly redisConfig: string;
  readonly redisData: string;
  readonly livekitConfig: string;
  /** The mails that the platform has sent. */
  readonly mailbox: string;
  /** What the recorder has recorded. */
  readonly recordings: string;
}

/** The files below the target's directory (`.gomeet`). */
export function layoutOf(directory: string): Layout {
  return {
    directory,
    lock: join(directory, 'lock.json'),
    supervisor: join(directory, 'supervisor.json'),
    processes: join(directory, 'processes.json'),
    ports: join(directory, 'ports.json'),
    secrets: join(directory, 'secrets.json'),
    places: join(directory, 'places.json'),
    revisions: join(directory, 'revisions.ndjson'),
    profile: join(directory, 'profile.json'),
    logs: join(directory, 'logs'),
    redisConfig: join(directory, 'redis.conf'),
    redisData: join(directory, 'redis'),
    livekitConfig: join(directory, 'livekit.yaml'),
    mailbox: join(directory, 'mailbox'),
    recordings: join(directory, 'recordings'),
  };
}
