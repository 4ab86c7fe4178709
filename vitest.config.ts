import { defineConfig } from 'vitest/config';

/**
 * CI's machines are shared: a test that fails there is played once more, after some milliseconds for whatever the machine is
 * at, and `scripts/count-tests.mjs` names each that needed it. Elsewhere nothing is: what fails now and then is to be seen,
 * and mended.
 */
const retry = { count: process.env['CI'] ? 1 : 0, delay: 3000 };

export default defineConfig({
  test: {
    // Taking the rig down includes waiting for the engine to finish its own tidying.
    teardownTimeout: 90_000,
    projects: [
      {
        // Pure rooms and everything that needs no engine: values, goldens, properties.
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{contract,e2e,fidelity,images,rig}/**'],
          retry,
          // Against what never ends; it says nothing of how long anything takes.
          testTimeout: 60_000,
        },
      },
      {
        // Real engine, real registry, real terminals: one file at a time on a shared daemon.
        test: {
          name: 'real',
          include: ['test/{contract,e2e,fidelity,images,rig}/**/*.test.ts'],
          globalSetup: ['test/rig/global-setup.ts'],
          fileParallelism: false,
          // After the unit tests, with the machine to themselves: some of these measure time.
          sequence: { groupOrder: 1 },
          retry,
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
