import type { ConfigurationFile } from '../configuration-file.ts';
import { digestOf } from '../digest.ts';
import type { Service } from '../service.ts';
import { baseEnv } from '../service-settings.ts';
import { addressOf, type HaInputs, portOf, programVersion } from './ha-inputs.ts';
import { relayPorts } from './livekit-servers.ts';
import { shownCertificate, turnCertificateFiles } from './turn-certificate.ts';

const folder = ({ layout }: HaInputs): string => `${layout.directory}/coturn`;

/** Credentials are HMACs of the secret with a time in them: LiveKit makes them, nobody has an account. On loopback it may relay to loopback. */
function configuration(inputs: HaInputs): string {
  const { certificate, key } = turnCertificateFiles(inputs.layout);
  return [
    'use-auth-secret',
    `static-auth-secret=${inputs.secrets.turnSecret}`,
    'realm=gomeet',
    'fingerprint',
    'stale-nonce=600',
    'listening-ip=127.0.0.1',
    'relay-ip=127.0.0.1',
    `listening-port=${portOf(inputs, 'turn')}`,
    `min-port=${relayPorts.first}`,
    `max-port=${relayPorts.last}`,
    'allow-loopback-peers',
    'no-multicast-peers',
    'no-tcp-relay',
    // As in the cluster: no old TLS, and none over UDP.
    `tls-listening-port=${portOf(inputs, 'turn-tls')}`,
    `cert=${certificate}`,
    `pkey=${key}`,
    'no-tlsv1',
    'no-tlsv1_1',
    'no-dtls',
    'no-rfc5780',
    'no-cli',
    // One for each core of the machine that it is made for.
    'relay-threads=2',
    'log-file=stdout',
    'simple-log',
    `pidfile=${folder(inputs)}/turnserver.pid`,
    `userdb=${folder(inputs)}/turndb`,
    '',
  ].join('\n');
}

export const coturnFiles = (inputs: HaInputs): ConfigurationFile[] => [
  { path: `${folder(inputs)}/turnserver.conf`, text: configuration(inputs) },
];

export function coturn(inputs: HaInputs): Service {
  const { layout, haPrograms } = inputs;
  return {
    name: 'coturn',
    kind: 'process',
    command: haPrograms.turnserver.path,
    arguments: ['-c', `${folder(inputs)}/turnserver.conf`],
    env: baseEnv,
    workingDirectory: folder(inputs),
    needs: [],
    readiness: { kind: 'stun', port: portOf(inputs, 'turn') },
    readyWithinMs: 20_000,
    stop: { signal: 'SIGTERM', timeoutMs: 3_000 },
    address: addressOf(inputs, 'turn'),
    otherPorts: [portOf(inputs, 'turn-tls')],
    mediaPorts: relayPorts,
    logFile: `${layout.logs}/coturn.log`,
    digests: {
      program: programVersion(inputs, 'turnserver'),
      configuration: digestOf(configuration(inputs)),
      certificate: digestOf(shownCertificate(layout)),
    },
  };
}
