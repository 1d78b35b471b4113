/** Whether what docs/client/README.md shows compiles, strictly, against the package as others install it, for Node and browsers. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PACKAGE = "docs/client";
const STRICT =
  "--ignoreConfig --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --noEmit --target es2022".split(" ");
const NODE = "--module nodenext --lib es2022 --types node".split(" ");
const BROWSER = "--module esnext --moduleResolution bundler --lib es2022,dom --types".split(" ").concat("");
/** All that Node alone has is the environment and the file a bundle lies in. */
const forBrowsers = (code: string): string =>
  code
    .replaceAll("process.env.PROMPTR_API_KEY", '"xmlp_key"')
    .replaceAll(/^import .*promptr-client\/node.*\n/gm, 'import { checkBundle } from "promptr-client";\n')
    .replaceAll(/await readBundle\(.*?\)/g, "checkBundle({})");

/** What the compiler says against it; empty where it says nothing. Declarations are checked as well as examples. */
export function faultsOfReadme(): string {
  const folder = mkdtempSync(join(tmpdir(), "promptr-readme-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(resolve(PACKAGE), join(folder, "node_modules/promptr-client"));
    symlinkSync(resolve("node_modules/@types"), join(folder, "node_modules/@types"));
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    const readme = readFileSync(join(PACKAGE, "README.md"), "utf8");
    const [call = "", stream = "", ...others] = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(
      ([, code]) => code ?? "",
    );
    // The second example goes on with the client of the first.
    const examples = [call + stream, ...others];
    const compile = (name: string, options: readonly string[], codes: readonly string[]): string => {
      const files = codes.map((code, at) => {
        writeFileSync(join(folder, `${name}-${at}.ts`), code);
        return `${name}-${at}.ts`;
      });
      const words = [...STRICT, ...options, ...files];
      const { status, stdout, stderr } = spawnSync(resolve("node_modules/.bin/tsc"), words, { cwd: folder });
      return status === 0 ? "" : `${stdout.toString()}${stderr.toString()}`;
    };
    return compile("node", NODE, examples) + compile("browser", BROWSER, examples.map(forBrowsers));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
