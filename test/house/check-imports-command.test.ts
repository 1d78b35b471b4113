import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { OWNERS } from "../../scripts/arrow.ts";

const dependencies = Object.fromEntries(Object.keys(OWNERS).map((name) => [name, "1.0.0"]));
const plant = (root: string, files: Record<string, string>): void => {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
};
const run = (cwd: string) =>
  spawnSync(process.execPath, [resolve("scripts/check-imports.ts")], { cwd, encoding: "utf8" });

test("prints each fault on stderr, a summary on stdout, and exits 1", () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "promptr-imports-"));
  plant(folder.path, {
    "package.json": JSON.stringify({ dependencies }),
    "src/errors.ts": `import "./scope.ts";`,
    "src/scope.ts": "",
  });
  const { status, stdout, stderr } = run(folder.path);
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: "2 files, 1 edges, 1 faults\n",
    stderr: "src/errors.ts climbs to src/scope.ts\n",
  });
});

test("exits 0 on a clean tree", () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "promptr-imports-"));
  plant(folder.path, {
    "package.json": JSON.stringify({ dependencies }),
    "src/scope.ts": `import "./errors.ts";`,
    "src/errors.ts": "",
  });
  const { status, stdout, stderr } = run(folder.path);
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "2 files, 1 edges, 0 faults\n", stderr: "" });
});
