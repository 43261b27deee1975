/**
 * Commands of the pages that no test runs as they are written, each with the reason and, where there is one, the test that does
 * the like. An entry stands for every command that begins with its words, or that holds them.
 */
type NotRun = { readonly why: string } & (
  | { readonly begins: string; readonly holds?: never }
  | { readonly holds: string; readonly begins?: never }
);

const platform = 'needs a platform that runs: tests/local deploys one and runs the like';
const cluster = 'needs a Kubernetes cluster: tests/cluster builds one and runs the like';
const cloud = 'needs an account at DigitalOcean, and costs money: tests/cloud runs the like against a double';
const kubectl = 'is kubectl’s own, on a cluster';
const profileHa = 'is shown where a platform of profile ha runs: tests/local/drill-all.test.ts';
const installs = 'installs packages and builds for minutes: the gate begins with it';
const packs = 'packs and installs for half a minute: tests/package does';
const releases = 'publishes, or looks at what was published: tests/workflows.test.ts holds the workflows';
const minutes = 'measures for minutes';

export const notRun: readonly NotRun[] = [
  { begins: 'npm ci', why: installs },
  { begins: 'npm run bench:loadgen', why: minutes },
  { begins: 'npm pack', why: packs },
  { begins: 'npm install --global', why: packs },
  { begins: 'npm version', why: releases },
  { begins: 'npm audit signatures', why: releases },
  { begins: 'git commit', why: releases },
  { begins: 'git tag', why: releases },
  { begins: 'git push', why: releases },
  { begins: 'gh attestation', why: releases },
  { begins: 'sha256sum --check', why: releases },
  { begins: 'npm run calibrate:latency', why: `${minutes}, as root` },
  { begins: 'gomeet setup', why: installs },
  { holds: '--target kubernetes', why: cluster },
  { begins: 'gomeet deploy', why: 'starts a platform: tests/local and tests/cluster deploy' },
  { begins: 'gomeet performance-check', why: platform },
  { begins: 'gomeet loadtest', why: platform },
  {
    begins: 'gomeet calibrate',
    why: 'needs recorded runs of several sizes: tests/cli/calibrate.test.ts has some',
  },
  { begins: 'gomeet plan --calibration', why: 'needs the calibration of the line above it' },
  {
    begins: 'gomeet dr-drill redis-master-killed --repeat',
    why: 'breaks a platform: tests/local/drill-all.test.ts',
  },
  { begins: 'gomeet dr-drill certificate-expired', why: profileHa },
  { begins: 'gomeet dr-drill load-balancer-killed', why: profileHa },
  { begins: 'gomeet dr-drill postgres-primary-disk-full', why: profileHa },
  { begins: 'gomeet dr-drill turn-lost', why: profileHa },
  { begins: 'gomeet backup', why: platform },
  { begins: 'gomeet restore', why: platform },
  { begins: 'gomeet rollback', why: cluster },
  { begins: 'gomeet secrets rotate', why: cluster },
  { begins: 'gomeet drain', why: cluster },
  { begins: 'gomeet scale', why: cluster },
  { begins: 'gomeet cloud', why: cloud },
  { begins: 'export DIGITALOCEAN_TOKEN=', why: 'is for a token of your own' },
  { begins: 'export KUBECONFIG=', why: 'is for the cluster that the line above it makes' },
  { begins: 'for namespace in', why: kubectl },
  { begins: '$EDITOR', why: 'is for a person' },
  { begins: 'kubectl', why: kubectl },
];
