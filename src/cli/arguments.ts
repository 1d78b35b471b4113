import { parseArgs } from "node:util";
import { UsageError } from "./usage-error.ts";

export { UsageError } from "./usage-error.ts";

export const COMMANDS = [
  "serve",
  "worker",
  "migrate",
  "seed",
  "reset",
  "doctor",
  "healthcheck",
  "openapi",
  "admin",
  "keys",
  "audit",
] as const;
/** Commands that consist of two words. */
const SECOND_WORDS: Partial<Record<Command, readonly string[]>> = {
  keys: ["rotate", "list"],
  audit: ["verify"],
};
const ROLES = ["all", "web", "worker"] as const;
export type Command = (typeof COMMANDS)[number];

export const USAGE = `promptr <command>

  serve [--role all|web|worker]  serve HTTP and work on jobs (the default)
  worker                         the same as serve --role worker
  migrate                        bring the database up to date
  seed                           add demo data: an account and prompts (not in production)
  reset --yes                    empty the database (not in production)
  doctor [--machines <number>]   check configuration, database and what lies outside; exit 1 when not fit for production
  healthcheck                    ask the server on this machine for /readyz, exit 1 when it is not ready
  openapi                        print the OpenAPI document
  admin grant <email|userId>     make an account an administrator
  admin revoke <email|userId>    make it an ordinary one again; the last administrator stays
  keys rotate [--compromised]    make a new key for access tokens; those signed so far live until they expire,
                                 with --compromised they stop working within 30 seconds
  keys list                      show the keys that sign and verify access tokens
  audit verify [--expect-head <seq:hash>]
                                 check the audit log's hash chain, also against a head noted earlier; exit 1 when broken
  prompts <command>              prompts of a server as files: promptr help prompts

  --json   print data as JSON      --help   show this      --version   print the version
`;

export type Arguments = {
  readonly command: Command | "help" | "version";
  readonly rest: readonly string[];
  readonly role: "all" | "web" | "worker";
  readonly json: boolean;
  readonly yes: boolean;
  readonly compromised: boolean;
  /** How many machines are to serve, for the count of connections. */
  readonly machines: number;
  /** `seq:hash` of an audit row, as an earlier `audit verify` printed it. */
  readonly expectHead: string | undefined;
};

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        role: { type: "string", default: "all" },
        json: { type: "boolean", default: false },
        yes: { type: "boolean", default: false },
        compromised: { type: "boolean", default: false },
        "expect-head": { type: "string" },
        machines: { type: "string", default: "1" },
        help: { type: "boolean", default: false },
        version: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function refuseUnless(seconds: readonly string[], command: Command, rest: readonly string[]): void {
  const [second = "", third] = rest;
  if (third !== undefined) throw new UsageError(`${command} ${second} takes no ${third}`);
  if (!seconds.includes(second))
    throw new UsageError(`Say ${seconds.map((word) => `promptr ${command} ${word}`).join(" or ")}`);
}

export function readArguments(words: readonly string[]): Arguments {
  const { values, positionals } = parse(words);
  const [name = "serve", ...rest] = positionals;
  const { json, yes, compromised } = values;
  const role = ROLES.find((known) => known === values.role);
  if (!role) throw new UsageError(`--role is all, web or worker, not ${values.role}`);
  if (!/^[1-9]\d{0,3}$/.test(values.machines)) throw new UsageError("--machines is a number from 1 to 9999");
  const shared: Omit<Arguments, "command"> = {
    rest,
    role,
    json,
    yes,
    compromised,
    machines: Number(values.machines),
    expectHead: values["expect-head"],
  };
  if (values.help || (name === "help" && rest.length === 0)) return { ...shared, command: "help" };
  if (values.version) return { ...shared, command: "version" };
  const command = COMMANDS.find((known) => known === name);
  if (!command) throw new UsageError(`There is no command ${name}`);
  const seconds = SECOND_WORDS[command];
  if (seconds) refuseUnless(seconds, command, rest);
  else if (command !== "admin" && rest.length > 0) throw new UsageError(`${command} takes no ${rest[0]}`);
  return command === "worker" ? { ...shared, command: "serve", role: "worker" } : { ...shared, command };
}
