import { parseArgs } from "node:util";
import { UsageError } from "../usage-error.ts";

export const PROMPTS_USAGE = `promptr prompts <command>: prompts of a server as files, for people and CI

  get <slug>[@<label|version>] [--var name=value]...
                      print a prompt; with --var filled in by the server
  pull                write every prompt to <dir>/<slug>.md, and all of them to <dir>/promptr-bundle.json
  push [file]...      create what is new and change what differs; nothing is deleted
       [--message why]
  diff [file]...      what push, or sync with --prune, would change, as a unified diff; exit 1 when there is any
       [--prune]
  sync [--dry-run]    print the plan, then make the server what the folder is; prompts that are only on the
       [--prune]      server are deleted with --prune, never without it
       [--message why]
  label <name> <slug>@<version>
       [--expect <version|none>] [--reason why]
                      move a label; with --expect only from where you think it is

  --dir <folder>      where the files are (prompts)
  --json              print data as JSON

Set PROMPTR_URL to the server and PROMPTR_API_KEY to a key with the scope prompts:read, and prompts:write to change
anything (labels:write to move labels, or to change prompts with a protected one). Files are those of
GET /api/v1/prompts/export?format=markdown. Data goes to standard output, talk to standard error; NO_COLOR is honoured.
Exit codes: 0 done, or nothing to do; 1 it differs, was refused or failed; 2 the command was not understood.
`;

const NAMES = ["get", "pull", "push", "diff", "sync", "label"] as const;
type Name = (typeof NAMES)[number];
/** Options each command knows besides --dir and --json. */
const OWN: Readonly<Record<Name, readonly string[]>> = {
  get: ["var"],
  pull: [],
  push: ["message"],
  diff: ["prune"],
  sync: ["message", "prune", "dry-run"],
  label: ["expect", "reason"],
};
const SHARED = ["dir", "json", "help"];
/** How many words follow: at least, at most. */
const WORDS: Readonly<Record<Name, readonly [number, number]>> = {
  get: [1, 1],
  pull: [0, 0],
  push: [0, Number.POSITIVE_INFINITY],
  diff: [0, Number.POSITIVE_INFINITY],
  sync: [0, 0],
  label: [2, 2],
};

const MESSAGE_MAX = 500;

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        dir: { type: "string", default: "prompts" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
        prune: { type: "boolean", default: false },
        "dry-run": { type: "boolean", default: false },
        message: { type: "string" },
        reason: { type: "string" },
        expect: { type: "string" },
        var: { type: "string", multiple: true, default: [] },
      },
      tokens: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

export type PromptsArguments = {
  readonly command: Name | "help";
  readonly rest: readonly string[];
  readonly dir: string;
  readonly json: boolean;
  readonly prune: boolean;
  readonly dryRun: boolean;
  readonly message: string | undefined;
  readonly reason: string | undefined;
  readonly expect: string | undefined;
  readonly variables: readonly string[];
};

/** Reads what follows `promptr prompts`; throws `UsageError`. */
export function readPromptsArguments(words: readonly string[]): PromptsArguments {
  const { values, positionals, tokens } = parse(words);
  const { dir, json, prune, message, reason, expect } = values;
  const [name = "help", ...rest] = positionals;
  const shared = { rest, dir, json, prune, dryRun: values["dry-run"], message, reason, expect, variables: values.var };
  if (values.help || name === "help") return { ...shared, command: "help" };
  const command = NAMES.find((known) => known === name);
  if (!command) throw new UsageError(`There is no command prompts ${name}`);
  const stranger = tokens.find(
    (token) => token.kind === "option" && ![...SHARED, ...OWN[command]].includes(token.name),
  );
  if (stranger?.kind === "option") throw new UsageError(`prompts ${command} takes no --${stranger.name}`);
  const [least, most] = WORDS[command];
  if (rest.length < least)
    throw new UsageError(`prompts ${command} needs ${least === 1 ? "a slug" : "a label and <slug>@<version>"}`);
  if (rest.length > most) throw new UsageError(`prompts ${command} takes no ${rest[most]}`);
  for (const text of [message, reason])
    if (text !== undefined && text.length > MESSAGE_MAX)
      throw new UsageError(`A message has at most ${MESSAGE_MAX} characters`);
  return { ...shared, command };
}
