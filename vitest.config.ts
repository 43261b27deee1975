import { defineConfig } from 'vitest/config';

/** Tests carry tags, so that one command runs just what a machine has time for: `vitest run --tags-filter='!slow'`. */
export default defineConfig({
  test: {
    tags: [
      {
        name: 'slow',
        description: 'starts real services and takes more than a few seconds',
        timeout: 180_000,
      },
      { name: 'cluster', description: 'needs a Kubernetes control plane', timeout: 900_000 },
      { name: 'soak', description: 'loads the whole API for minutes', timeout: 600_000 },
      { name: 'alerts', description: 'breaks the platform for each alert', timeout: 400_000 },
      { name: 'drills', description: 'breaks or restores a platform of several servers', timeout: 400_000 },
      { name: 'package', description: 'packs gomeet and installs it from the registry', timeout: 60_000 },
      { name: 'browser', description: 'drives a real Chromium', timeout: 120_000 },
      { name: 'large', description: 'puts a browser among 500 people', timeout: 600_000 },
      { name: 'firefox', description: 'drives a real Firefox ESR', timeout: 300_000 },
    ],
    projects: [
      {
        extends: true,
        test: {
          name: 'services',
          include: [
            'src/**/*.test.ts',
            'scenarios/**/*.test.ts',
            'tests/{cli,cloud,docs,platform,manifests,monitoring,package}/**/*.test.ts',
            'tests/*.test.ts',
          ],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'measured',
          include: ['tests/{local,browser,cluster}/**/*.test.ts'],
          // These measure: two files at once on two cores would measure one another.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
    // A hook starts real services, and on a busy machine PostgreSQL alone may take ten seconds.
    hookTimeout: 60_000,
    // Code from the compile cache is counted less exactly.
    env: { NODE_DISABLE_COMPILE_CACHE: '1' },
    coverage: {
      provider: 'v8',
      // The command line runs as a process of its own in tests/local: what it runs counts too.
      autoAttachSubprocess: true,
      include: ['src/**/*.ts'],
      // The page of the browser test and the web app run in Chromium, where nobody counts; tests/browser drives them.
      exclude: ['src/**/*.test.ts', 'src/adapters/browser/page/!(time-code).ts', 'src/platform/web/**'],
      thresholds: { lines: 80 },
    },
  },
});
