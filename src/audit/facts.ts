/** What is so about LiveKit, Kubernetes, k6 and DigitalOcean's services, each with where it is written. */

/** docs.digitalocean.com/products/networking/load-balancers/how-to/scale: per node of a regional load balancer. */
export const LOAD_BALANCER_NODE = { connections: 10_000, handshakesPerSecond: 250 } as const;

/** docs.digitalocean.com/products/kubernetes/details/limits: a Service may have this many ports. */
export const SERVICE_PORTS = 250;

/** Ports that Linux hands out to outgoing connections: net.ipv4.ip_local_port_range. */
export const EPHEMERAL_PORTS = { from: 32_768, to: 60_999 } as const;

/** kubernetes.io/releases: the newest three minor versions are supported, and 1.36 is the newest. */
export const KUBERNETES = { newestMinor: 36, supportedMinors: 3 } as const;

/** docs.digitalocean.com/products/databases/postgresql/details/limits: 25 connections a GiB, of which 3 are kept back. */
export const MANAGED_POSTGRES = { connectionsPerGiB: 25, reserved: 3 } as const;

/** Classes that DOKS comes with (github.com/digitalocean/csi-digitalocean, releases). */
export const STORAGE_CLASSES = [
  'do-block-storage',
  'do-block-storage-retain',
  'do-block-storage-xfs',
  'do-block-storage-xfs-retain',
] as const;

/** livekit/livekit pkg/telemetry/prometheus/rooms.go: the gauge has no plural. */
export const LIVEKIT_METRIC = {
  wrong: 'livekit_participants_total',
  right: 'livekit_participant_total',
} as const;

/** Share of a network card that may be used at the busiest time: what is left carries resent packets and bursts. */
export const NETWORK_TARGET = 0.8;

/** Share of the cores that may be used: above it the forwarding of packets begins to wait. */
export const CPU_TARGET = 0.7;

/** More connections to Redis than this from one pod are no pool any more; ioredis and go-redis use one to ten. */
export const REDIS_CONNECTIONS_PER_POD = 100;

/**
 * LiveKit's own defaults (client-sdk-js, options.ts): 180p at 160 kbit/s, 720p at 1.7 Mbit/s, music at 48 kbit/s sent
 * twice for RED. Plans that assume less have to set it.
 */
export const LIVEKIT_PRESETS = { smallTileKbps: 160, largeTileKbps: 1700, voiceKbps: 96 } as const;

/** Providers whose price lists have no machines that can be taken back (docs.digitalocean.com/products/droplets). */
export const WITHOUT_SPOT: readonly string[] = ['digitalocean'];
