import type { Layout } from '../layout.ts';
import type { Ports } from '../ports.ts';
import type { Secrets } from '../read-secrets.ts';
import { alertRecorderFile } from './alerting-services.ts';
import { metricsFolder } from './exporters.ts';
import { addressOf, portOf } from './ha-inputs.ts';
import { livekitNames } from './haproxy.ts';
import { postgresNames } from './patroni.ts';
import { masterName, redisNames, sentinelNames } from './redis-sentinel.ts';
import { type TurnCertificateFiles, turnCertificateFiles } from './turn-certificate.ts';

/** Each instance of what there are several of, reached past the proxies, and what watches them. */
export interface HaConnections {
  /** `url` is that of the one server, whatever its role; `patroniUrl` answers 200 at /primary, /replica, … by its role. */
  readonly postgres: readonly {
    readonly name: string;
    readonly host: string;
    readonly port: number;
    readonly url: string;
    readonly patroniUrl: string;
  }[];
  readonly redis: {
    readonly sentinels: readonly { readonly name: string; readonly host: string; readonly port: number }[];
    /** What the Sentinels call the set of servers. */
    readonly masterName: string;
    /** Of the servers and the Sentinels. */
    readonly password: string;
    readonly nodes: readonly {
      readonly name: string;
      readonly host: string;
      readonly port: number;
      readonly url: string;
    }[];
  };
  readonly livekit: readonly {
    readonly name: string;
    readonly url: string;
    readonly metricsUrl: string;
    /** Null while it does not run. */
    readonly processId: number | null;
  }[];
  /** HAProxy's state as metrics. */
  readonly haproxyMetricsUrl: string;
  readonly etcdUrl: string;
  /** TURN over UDP and TCP; names and passwords are made from the secret (coturn's `use-auth-secret`). */
  readonly turn: {
    readonly host: string;
    readonly port: number;
    readonly secret: string;
    /** The same over TLS. coturn reads its certificate when it starts, and when it gets SIGUSR2. */
    readonly tls: { readonly port: number; readonly files: TurnCertificateFiles };
  };
  readonly prometheusUrl: string;
  readonly alertmanagerUrl: string;
  /** Every notification that Alertmanager sent, as NDJSON: `{arrivedMs, receiver, notification}`. */
  readonly alertRecorderFile: string;
  /** Files `*.prom` in it become metrics (node_exporter's textfile collector). */
  readonly metricsFolder: string;
}

export function haConnections(deployed: {
  readonly layout: Layout;
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly processIds: Readonly<Record<string, number>>;
}): HaConnections {
  const { secrets, processIds } = deployed;
  const at = (scheme: string, listener: string): string => `${scheme}://${addressOf(deployed, listener)}`;
  const place = (name: string) => ({ name, host: '127.0.0.1', port: portOf(deployed, name) });
  return {
    postgres: postgresNames.map((name) => ({
      ...place(name),
      url: `postgres://gomeet:${secrets.databasePassword}@${addressOf(deployed, name)}/gomeet`,
      patroniUrl: at('http', `${name}-patroni`),
    })),
    redis: {
      sentinels: sentinelNames.map(place),
      masterName,
      password: secrets.redisPassword,
      nodes: redisNames.map((name) => ({
        ...place(name),
        url: `redis://:${secrets.redisPassword}@${addressOf(deployed, name)}/0`,
      })),
    },
    livekit: livekitNames.map((name) => ({
      name,
      url: at('ws', name),
      metricsUrl: `${at('http', `${name}-metrics`)}/metrics`,
      processId: processIds[name] ?? null,
    })),
    haproxyMetricsUrl: `${at('http', 'haproxy-metrics')}/metrics`,
    etcdUrl: at('http', 'etcd'),
    turn: {
      host: '127.0.0.1',
      port: portOf(deployed, 'turn'),
      secret: secrets.turnSecret,
      tls: { port: portOf(deployed, 'turn-tls'), files: turnCertificateFiles(deployed.layout) },
    },
    prometheusUrl: at('http', 'prometheus'),
    alertmanagerUrl: at('http', 'alertmanager'),
    alertRecorderFile: alertRecorderFile(deployed),
    metricsFolder: metricsFolder(deployed),
  };
}
