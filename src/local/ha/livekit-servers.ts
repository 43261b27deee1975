import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConfigurationFile } from '../configuration-file.ts';
import { digestOf } from '../digest.ts';
import { mediaRange, openPort } from '../ports.ts';
import type { Service } from '../service.ts';
import { baseEnv, livekitSettings } from '../service-settings.ts';
import { addressOf, type HaInputs, portOf } from './ha-inputs.ts';
import { livekitNames } from './haproxy.ts';
import { masterName, sentinelAddresses, sentinelNames } from './redis-sentinel.ts';

/**
 * UDP ports of the two media servers and of coturn. 5,000 for each server carry 2,500 participants of two connections; a relayed
 * connection takes one of coturn's 1,000.
 */
const mediaPorts = [
  { first: mediaRange.first, last: mediaRange.first + 4_999 },
  { first: mediaRange.first + 5_000, last: mediaRange.first + 9_999 },
] as const;
const portsOf = (name: string) => mediaPorts[livekitNames.indexOf(name)] ?? mediaRange;
export const relayPorts = { first: mediaRange.first + 10_000, last: mediaRange.last } as const;

const startScript = fileURLToPath(new URL('start-livekit.sh', import.meta.url));
const livekitConfigPath = ({ layout }: HaInputs, name: string): string => `${layout.directory}/${name}.yaml`;

/** Settings as in the cluster, on loopback. */
function configuration(inputs: HaInputs, name: string): string {
  const { secrets } = inputs;
  const turnServer = (listener: string, protocol: 'udp' | 'tls') => ({
    host: '127.0.0.1',
    port: portOf(inputs, listener),
    protocol,
    secret: secrets.turnSecret,
    // Seconds: four hours, longer than any meeting.
    ttl: 14_400,
  });
  return livekitSettings({
    port: portOf(inputs, name),
    metricsPort: portOf(inputs, `${name}-metrics`),
    mediaPorts: portsOf(name),
    tcpPort: inputs.ports[`${name}-tcp`],
    apiPort: portOf(inputs, 'api'),
    secrets,
    redis: {
      sentinel_master_name: masterName,
      sentinel_addresses: sentinelAddresses(inputs),
      sentinel_password: secrets.redisPassword,
      password: secrets.redisPassword,
      // Milliseconds. Its own 200 ms would call a slow fork of Redis an outage.
      dial_timeout: 2_000,
      read_timeout: 3_000,
      write_timeout: 3_000,
    },
    rtc: {
      turn_servers: [turnServer('turn', 'udp'), turnServer('turn-tls', 'tls')],
    },
    more: {
      // Two nodes may for a moment each believe that a room is theirs; the one that sees nobody must not end it for the others.
      room: { empty_timeout: 300, departure_timeout: 60 },
      // Both see the same processors, so load tells nothing: the one with fewer people.
      node_selector: { kind: 'any', sort_by: 'clients', algorithm: 'lowest' },
    },
  });
}

export const livekitFiles = (inputs: HaInputs): ConfigurationFile[] =>
  livekitNames.map((name) => ({
    path: livekitConfigPath(inputs, name),
    text: configuration(inputs, name),
    readBy: 'livekit-server',
  }));

function listeners(inputs: HaInputs, name: string): Pick<Service, 'openPorts' | 'otherPorts'> {
  const open = openPort(inputs.ports[`${name}-tcp`]);
  return { ...open, otherPorts: [portOf(inputs, `${name}-metrics`), ...(open.otherPorts ?? [])] };
}

export const livekitServers = (inputs: HaInputs): Service[] =>
  livekitNames.map((name) => ({
    name,
    kind: 'process',
    command: '/bin/sh',
    arguments: [
      startScript,
      `${dirname(inputs.programs.redisServer)}/redis-cli`,
      masterName,
      sentinelNames.map((sentinel) => portOf(inputs, sentinel)).join(','),
      inputs.programs.livekitServer,
      '--config',
      livekitConfigPath(inputs, name),
    ],
    env: { ...baseEnv, REDISCLI_AUTH: inputs.secrets.redisPassword },
    workingDirectory: inputs.layout.directory,
    needs: sentinelNames,
    readiness: { kind: 'http', url: `http://${addressOf(inputs, name)}/` },
    readyWithinMs: 20_000,
    // The first SIGTERM waits for participants, the second one does not.
    stop: { signal: 'SIGTERM', repeatAfterMs: 300, timeoutMs: 3_000 },
    address: addressOf(inputs, name),
    ...listeners(inputs, name),
    mediaPorts: portsOf(name),
    logFile: `${inputs.layout.logs}/${name}.log`,
    digests: {
      program: inputs.programs.versions.livekit,
      configuration: digestOf(configuration(inputs, name)),
    },
  }));
