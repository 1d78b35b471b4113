import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/setup.ts"],
    reporters: ["default", "./test/reporter.ts"],
    pool: "forks",
    // Every worker drives a server and a database of its own, so more of them than cores only makes each slower.
    maxWorkers: 2,
    // No test replaces a module, so files of one worker share what they import; importing the product anew for each cost a fifth of the run.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Promises in milliseconds are kept on a machine that has time for them; a test that needs another try is named at the end.
    retry: { count: 2, delay: 3_000 },
    // A test that leans on the one before it shows itself; the seed is printed and `--sequence.seed` repeats it.
    sequence: { shuffle: { files: true, tests: true } },
    coverage: { provider: "v8", include: ["src/**"], reporter: ["text-summary", "html"] },
  },
});
