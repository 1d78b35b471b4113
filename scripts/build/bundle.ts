import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build, type BuildOptions, type Plugin } from "esbuild";

export const ROOT = join(import.meta.dirname, "../..");

/** The jobs page is a program of its own with files beside it: asking for it is answered as where no such package is. */
const LEFT_OUT = ["@pg-boss/dashboard/handler"];
const ABSENT = 'throw Object.assign(new Error("This is not in the executable"), { code: "ERR_MODULE_NOT_FOUND" })';

/** koa2-swagger-ui reads its page from beside itself, where an executable has nothing: the page goes into the code. */
const swaggerPage: Plugin = {
  name: "swagger page",
  setup(bundler) {
    bundler.onLoad({ filter: /koa2-swagger-ui\/dist\/index\.js$/ }, ({ path }) => {
      const call = "(0, fs_1.readFileSync)((0, path_1.join)(__dirname, './index.hbs'), 'utf-8')";
      const source = readFileSync(path, "utf8");
      if (!source.includes(call)) throw new Error("koa2-swagger-ui no longer reads its page as the build expects");
      const page = readFileSync(join(dirname(path), "index.hbs"), "utf8");
      return { contents: source.replace(call, () => JSON.stringify(page)), loader: "js" };
    });
  },
};

/** What the product imports when it is wanted, `import("openai")`, becomes a part of its own: `found` collects which. */
const lateParts = (found: Set<string>): Plugin => ({
  name: "late parts",
  setup(bundler) {
    bundler.onResolve({ filter: /^[^./]/ }, ({ kind, path }) => {
      if (kind !== "dynamic-import" || path.startsWith("node:")) return null;
      if (!LEFT_OUT.includes(path)) found.add(path);
      return { path, namespace: "late" };
    });
    bundler.onLoad({ filter: /.*/, namespace: "late" }, ({ path }) => ({
      contents: LEFT_OUT.includes(path) ? ABSENT : `module.exports = loadPart(${JSON.stringify(path)})`,
      loader: "js",
    }));
  },
});

/**
 * Names are kept: errors are told by them. Inside, every module believes to lie at the root, where nothing is:
 * `src/adapters/assets.ts` is the only one that asks.
 */
const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  write: false,
  platform: "node",
  format: "cjs",
  target: "node24",
  keepNames: true,
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  define: { "import.meta.url": '"file:///promptr"', "import.meta.dirname": '"/"' },
  logLevel: "warning",
} satisfies BuildOptions;

/**
 * esbuild leaves other letters in regular expressions as they are. One of them makes the engine keep the whole text at two bytes
 * a letter, so all are written as escapes, which mean the same wherever the compiler leaves a letter.
 */
const inAscii = (code: string): string =>
  // oxlint-disable-next-line no-control-regex -- the range of ASCII begins there
  code.replaceAll(/[^\u0000-\u007f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

async function bundle(entry: string, plugins: Plugin[]): Promise<string> {
  const { outputFiles } = await build({ ...OPTIONS, entryPoints: [entry], plugins: [swaggerPage, ...plugins] });
  return inAscii(outputFiles[0]?.text ?? "");
}

/** What the executable runs first. */
export const bundleLoader = (): Promise<string> => bundle("scripts/build/loader.ts", []);

/** The sources and packages of `src/main.ts` as CommonJS texts by their name: `main`, and each package that is loaded when it is wanted. */
export async function bundleParts(): Promise<Map<string, string>> {
  const late = new Set<string>();
  const parts = new Map([["main", await bundle("src/main.ts", [lateParts(late)])]]);
  for (const name of [...late].sort()) parts.set(name, await bundle(name, []));
  return parts;
}
