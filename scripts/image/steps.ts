import { chmodSync, cpSync, existsSync, mkdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { execFormOf, pairsOf, type Instruction, type Stage } from "./dockerfile.ts";
import { finish, type Settings, start } from "./inside.ts";
import { isLetThrough } from "./roots.ts";

export type Built = Settings & { readonly root: string };

/** How npm inside reaches what it reaches outside. */
const NPM_ENV: Record<string, string> = {
  npm_config_cafile: "/etc/ssl/certs/ca-certificates.crt",
  npm_config_cache: "/tmp/npm",
};

/** `$NAME` and `"$NAME"` of what ARG and ENV have set. */
const fill = (text: string, known: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\$(\w+)/g, (all, name: string) => known[name] ?? all);

function copy({ flags, rest }: Instruction, built: Built, stages: ReadonlyMap<string, string>): void {
  const words = rest.split(/\s+/);
  const target = words.pop() ?? "";
  const place = join(built.root, target.startsWith("/") ? target : join(built.folder, target));
  const from = flags["from"] === undefined ? undefined : stages.get(flags["from"]);
  for (const word of words) {
    if (from === undefined && !isLetThrough(word)) throw new Error(`.dockerignore keeps ${word} out`);
    const source = from === undefined ? word : join(from, word);
    const isFolder = statSync(source).isDirectory();
    const into = !isFolder && (target.endsWith("/") || existsSync(place)) ? join(place, basename(word)) : place;
    cpSync(source, into, { recursive: true });
    if (!isFolder) chmodSync(into, statSync(source).mode);
  }
}

/** Goes through one stage as an engine would. `args` are the build arguments; `say` hears each step. */
export async function buildStage(
  { instructions }: Stage,
  root: string,
  args: Readonly<Record<string, string>>,
  stages: ReadonlyMap<string, string>,
  say: (text: string) => void,
): Promise<Built> {
  let built: Built = { root, env: {}, folder: "/", user: "0:0" };
  const known: Record<string, string> = {};
  for (const instruction of instructions) {
    const { word, rest } = instruction;
    const startedAt = performance.now();
    if (word === "ARG") {
      for (const [name, value] of Object.entries(pairsOf(rest))) known[name] = args[name] ?? value;
    } else if (word === "ENV") built = { ...built, env: { ...built.env, ...pairsOf(fill(rest, known)) } };
    else if (word === "WORKDIR") {
      built = { ...built, folder: rest };
      mkdirSync(join(root, rest), { recursive: true });
    } else if (word === "USER") built = { ...built, user: rest };
    else if (word === "COPY") copy(instruction, built, stages);
    else if (word === "RUN") {
      const words = execFormOf(rest) ?? ["/bin/sh", "-c", rest];
      const { code, output } = await finish(
        start(root, words, { ...built, env: { HOME: "/root", ...NPM_ENV, ...built.env, ...known } }),
      );
      if (code !== 0) throw new Error(`RUN ${rest}\nended with ${code}:\n${output.slice(-4_000)}`);
    } else if (!["LABEL", "EXPOSE", "CMD", "HEALTHCHECK"].includes(word)) throw new Error(`Do not know ${word}`);
    say(`  ${word} ${rest.slice(0, 100)}  ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  }
  return built;
}
