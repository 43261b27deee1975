import type { Backups } from './adapters/backup/backups.ts';
import type { Browsers } from './adapters/browser/browsers.ts';
import type { Cluster } from './adapters/cluster.ts';
import type { Desktop } from './adapters/desktop.ts';
import type { DigitalOcean } from './adapters/digitalocean.ts';
import type { Revision } from './adapters/git.ts';
import type { GoModules } from './adapters/go-modules.ts';
import type { Host } from './adapters/host.ts';
import type { HttpAnswer } from './adapters/http.ts';
import type { K6 } from './adapters/k6.ts';
import type { Kubernetes, KubernetesPlace } from './adapters/kubernetes.ts';
import type { LocalTarget } from './adapters/local-target.ts';
import type { Looks } from './adapters/looks.ts';
import type { PageServer } from './adapters/page-server.ts';
import type { PlatformDoors } from './adapters/platform-doors.ts';
import type { Postgres } from './adapters/postgres.ts';
import type { MetricSample } from './adapters/prometheus.ts';
import type { Prompts } from './adapters/prompts.ts';
import type { ProvingGround } from './adapters/proving-ground/proving-ground.ts';
import type { Redis } from './adapters/redis.ts';
import type { Config } from './config.ts';
import type { Figure, Standing } from './progress/progress-event.ts';

/** Where text goes. A terminal may be animated and coloured, anything else gets plain lines. */
export interface Output {
  write(text: string): void;
  /** Somebody sits before it and can be asked. */
  readonly isTerminal: boolean;
  /** It may redraw what it shows: a terminal that is not dumb, of somebody who did not ask for plain text. */
  readonly isAnimated: boolean;
  /** Of the window as it is now. */
  readonly columns: number;
  readonly rows: number;
  readonly color: boolean;
}

/** One piece of long work, shown on standard error: a live view on a terminal, plain lines elsewhere. */
export interface Step {
  /** `done` and `total` are in `unit`, which is a count unless it is said; without a total only the text is shown. */
  update(progress: {
    done?: number;
    total?: number;
    unit?: Standing['unit'];
    text?: string;
    figures?: readonly Figure[];
  }): void;
  /** Ends the step well; the text replaces the last one. */
  succeed(text?: string): void;
  fail(text?: string): void;
}

export interface Progress {
  step(title: string): Step;
  /** A line that stays, for something the user has to know. */
  note(text: string): void;
}

/** How the user wants to be spoken to: the flags that every command takes. */
export interface Interaction {
  readonly json: boolean;
  readonly yes: boolean;
  readonly input: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Progress as one JSON document a line on standard error. */
  readonly events: boolean;
}

/**
 * The outside world as one value. Only `main.ts` and the adapters touch the process, the clock, the random
 * source or the terminal; everything else takes what it needs as `Pick<Context, …>`, so that a function's
 * type lists what it can reach and a test hands it a world of its own.
 */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The folder that holds `bin`, `src`, `scenarios` and `loadgen`. */
  readonly projectRoot: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** What the user typed after `gomeet`. */
  readonly argv: readonly string[];
  readonly version: string;
  readonly interaction: Interaction;
  readonly progress: Progress;
  /** Wall clock in milliseconds since 1970. */
  now(): number;
  /** Milliseconds that only ever go forward, whatever happens to the wall clock. */
  monotonic(): number;
  /** A number in [0, 1). */
  random(): number;
  /** Aborts on Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** Lets the process hear a Ctrl-C amid long reckoning, and throws when there was one. */
  breathe(): Promise<void>;
  /** Configuration with the origin of every value; read once, on first use. */
  config(): Promise<Config>;
  /** Adapters load when they are first asked for: `--help` must not pay for them. */
  localTarget(): Promise<LocalTarget>;
  k6(): Promise<K6>;
  kubernetes(place: KubernetesPlace): Promise<Kubernetes>;
  /** A whole cluster. @param context undefined is the kubeconfig's current one */
  cluster(context?: string): Promise<Cluster>;
  /** A control plane of our own with nodes that are played, to try out what fits. */
  provingGround(): Promise<ProvingGround>;
  /** What is taken from pinned Go modules and is no program. */
  goModules(): Promise<GoModules>;
  /** With the token of `tokenFile`, else of DIGITALOCEAN_TOKEN. */
  digitalOcean(tokenFile?: string): Promise<DigitalOcean>;
  browsers(): Promise<Browsers>;
  prompts(): Promise<Prompts>;
  host(): Promise<Host>;
  desktop(): Promise<Desktop>;
  /** Serves pages to this machine alone. */
  pageServer(): Promise<PageServer>;
  postgres(url: string): Promise<Postgres>;
  redis(url: string): Promise<Redis>;
  /** The ways into the platform, for those who watch it break. */
  platformDoors(): Promise<PlatformDoors>;
  /** Single looks at the platform's servers, for the health check. */
  looks(): Promise<Looks>;
  /** Copies of the platform's data, and how they come back. */
  backups(): Promise<Backups>;
  /** Reads a JSON document over HTTP. */
  getJson(url: string): Promise<HttpAnswer>;
  /** Sends a JSON document over HTTP. */
  postJson(url: string, document: unknown): Promise<HttpAnswer>;
  /** Reads a metrics page in Prometheus' text format. */
  scrape(url: string): Promise<readonly MetricSample[]>;
  /** The project's own git revision. */
  revision(): Promise<Revision>;
}
