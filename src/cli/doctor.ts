import { runningPostgres } from "../adapters/embedded-postgres.ts";
import { type Connections, externalConnections } from "../app/connections.ts";
import { lookFromOutside } from "../app/look.ts";
import { embeddedConnections } from "../app/storage.ts";
import { type Config, ConfigError, readConfig, unknownVariables } from "../config.ts";
import { inspect } from "../db/inspect.ts";
import { type Check, error, type Finding, type Outcome, type Patient } from "./doctor/check.ts";
import { CHECKS } from "./doctor/checks.ts";
import { explain, type Out } from "./refusal.ts";

type Result = {
  readonly name: string;
  readonly title: string;
  readonly state: "ok" | "warning" | "error" | "skipped";
  readonly findings: readonly Finding[];
  /** Why it was left out. */
  readonly skipped?: string;
};

function connectionsOf(config: Config): Connections | null {
  const { DATABASE_URL, PROMPTR_HOME } = config;
  if (DATABASE_URL) return externalConnections({ ...config, DATABASE_URL });
  const running = runningPostgres(PROMPTR_HOME);
  return running && embeddedConnections(running.connection);
}

const once = <T>(ask: () => Promise<T>): (() => Promise<T>) => {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
};

function admit(config: Config, unknown: readonly string[], machines: number): Patient {
  const connections = connectionsOf(config);
  return {
    config,
    unknown,
    machines,
    connections,
    facts: once(async () => {
      if (!connections) throw new Error("There is no database to ask");
      return inspect(connections.app);
    }),
    outside: once(() => lookFromOutside(config.PUBLIC_URL)),
  };
}

function resultOf({ name, title }: Check, outcome: Outcome): Result {
  if ("skipped" in outcome) return { name, title, state: "skipped", findings: [], skipped: outcome.skipped };
  const worst = outcome.find(({ level }) => level === "error") ?? outcome[0];
  return { name, title, state: worst?.level ?? "ok", findings: outcome };
}

/** Never rejects: what keeps a check from looking is what it found. */
async function run(check: Check, patient: Patient): Promise<Result> {
  try {
    return resultOf(check, await check.run(patient));
  } catch (fault) {
    return resultOf(check, [error(explain(fault).replace(/\.$/, ""), "Check DATABASE_URL")]);
  }
}

/** Without a configuration nothing can be looked at but the configuration. */
function unreadable(fault: ConfigError): Result[] {
  const [, ...lines] = fault.message.split("\n");
  const findings = lines.map((line) => error(line.trim(), "Set it as .env.example says"));
  return CHECKS.map((check) =>
    resultOf(check, check.name === "environment" ? findings : { skipped: "the configuration cannot be read" }),
  );
}

async function examine(environment: NodeJS.ProcessEnv, machines: number): Promise<Result[]> {
  try {
    const patient = admit(readConfig(environment), unknownVariables(environment), machines);
    return await Promise.all(CHECKS.map((check) => run(check, patient)));
  } catch (fault) {
    if (fault instanceof ConfigError) return unreadable(fault);
    throw fault;
  }
}

const linesOf = ({ title, state, findings, skipped }: Result): string[] => {
  if (skipped !== undefined) return [`skipped  ${title}: ${skipped}`];
  if (findings.length === 0) return [`${state.padEnd(8)} ${title}`];
  return findings.map(({ level, what, todo }) => `${level.padEnd(8)} ${title}: ${what}. ${todo}.`);
};

const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/**
 * `promptr doctor`: says what is wrong with an installation and what to do, by the measure of production; exit 1 when it is
 * not fit for it. Reads everything and changes nothing.
 */
export async function doctor(environment: NodeJS.ProcessEnv, out: Out, machines: number): Promise<number> {
  const checks = await examine(environment, machines);
  const findings = checks.flatMap(({ name, findings: found }) => found.map((one) => ({ check: name, ...one })));
  const errors = findings.filter(({ level }) => level === "error").length;
  const isFit = errors === 0;
  const warnings = findings.length - errors;
  const verdict = isFit
    ? `fit for production${warnings > 0 ? `, with ${many(warnings, "warning")}` : ""}`
    : `not fit for production: ${many(errors, "error")}, ${many(warnings, "warning")}`;
  const text = [...checks.flatMap(linesOf), verdict, ""].join("\n");
  out.print({ fit: isFit, errors, warnings, checks, findings }, text);
  return isFit ? 0 : 1;
}
