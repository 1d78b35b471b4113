import { retryAfterMsOf } from "../../client/errors.ts";
import { createClient, type PromptrClient } from "../../client/index.ts";
import type { ClientConfig } from "../../config.ts";
import { harmless, type Out, Refusal } from "../out.ts";
import { UsageError } from "../usage-error.ts";
import { applyPlan, type Done } from "./apply.ts";
import { type PromptsArguments, PROMPTS_USAGE } from "./arguments.ts";
import { Folder } from "./folder.ts";
import { get, type Given } from "./get.ts";
import { moveLabel } from "./label.ts";
import { describePlan, type Plan, planData, planOf } from "./plan.ts";
import { pull } from "./pull.ts";
import { readServer, type Server } from "./server.ts";
import { describeDiff, inColours } from "./show.ts";

/** CI waits longer than a person: a server that restarts during a deploy is back within this. */
const RETRIES = 5;
/** A free account has 100 requests in 15 minutes, and a large folder needs more: it takes longer, and arrives. */
const WAIT_MS_MAX = 16 * 60_000;
const LOCAL = /^https:\/\/|^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(?:\/|$)/;

/** Tells of waiting, which would look like hanging. */
const waiting =
  (out: Out): typeof fetch =>
  async (...asked) => {
    const answer = await fetch(...asked);
    const waitMs = answer.status === 429 ? (retryAfterMsOf(answer.headers) ?? 0) : 0;
    if (waitMs > 0 && waitMs <= WAIT_MS_MAX)
      out.talk(`The server has had enough for now: going on in ${Math.ceil(waitMs / 1_000)} s\n`);
    return answer;
  };

function connect({ PROMPTR_URL: url, PROMPTR_API_KEY: key }: ClientConfig, out: Out): PromptrClient {
  const missing = [...(url ? [] : ["PROMPTR_URL"]), ...(key ? [] : ["PROMPTR_API_KEY"])];
  if (!url || !key) throw new UsageError(`Set ${missing.join(" and ")}`);
  if (!/^[\x21-\x7e]+$/.test(key.reveal())) throw new UsageError("PROMPTR_API_KEY holds signs that no key has");
  if (/^https?:\/\/[^/]*@/.test(url)) throw new UsageError("PROMPTR_URL must not hold a name or a password");
  if (!LOCAL.test(url)) out.talk("PROMPTR_URL is plain http: whoever is on the way can read the key\n");
  const patience = { retries: RETRIES, waitMsMax: WAIT_MS_MAX, fetch: waiting(out) };
  return createClient({ url, apiKey: () => key.reveal(), ...patience });
}

async function pullAll({ client, out, given }: Given): Promise<number> {
  const pulled = await pull(client, given.dir);
  for (const name of pulled.others) out.talk(`${name} is only in the folder, and stays\n`);
  const text = [...pulled.written.map((name) => `wrote ${name}`), `${pulled.unchanged.length} as they were`];
  out.print(pulled, `${text.join("\n")}\n`);
  return 0;
}

async function planFor(
  { client, given }: Given,
  prune: boolean,
): Promise<{ plan: Plan; server: Server; files: number }> {
  const files = await new Folder(given.dir).read(given.rest);
  const server = await readServer(client);
  return { plan: planOf(files, server.prompts, prune), server, files: files.length };
}

const lineOf = ({ action, slug, version }: Done): string =>
  `${action} ${slug}${version === null ? "" : `@${version}`}\n`;

async function push(context: Given): Promise<number> {
  const { client, out, given } = context;
  const { plan, server } = await planFor(context, false);
  const done = await applyPlan(client, server, plan, given.message, (one) => {
    if (!given.json) out.print(one, lineOf(one));
  });
  if (given.json) out.print({ done, unchanged: plan.unchanged }, "");
  out.talk(`${done.length} pushed, ${plan.unchanged.length} as they were\n`);
  return 0;
}

async function diff(context: Given): Promise<number> {
  const { out, given } = context;
  if (given.prune && given.rest.length > 0)
    throw new UsageError("diff --prune is about the whole folder: name no files");
  const { plan } = await planFor(context, given.prune);
  out.print(planData(plan), describeDiff(plan));
  for (const slug of given.rest.length > 0 ? [] : plan.others) out.talk(`${slug} is only on the server\n`);
  return plan.steps.length > 0 ? 1 : 0;
}

async function sync(context: Given): Promise<number> {
  const { client, out, given } = context;
  const { plan, server, files } = await planFor(context, given.prune);
  // An empty folder is far more often the wrong folder than the wish to have no prompts.
  if (given.prune && files === 0) throw new Refusal(`${given.dir} holds no prompt: --prune would delete all there are`);
  if (!given.json || given.dryRun) out.print(planData(plan), describePlan(plan));
  for (const slug of plan.others) out.talk(`${slug} is only on the server, and stays (--prune would delete it)\n`);
  if (given.dryRun) return 0;
  const done = await applyPlan(client, server, plan, given.message, (one) => {
    if (!given.json) out.print(one, lineOf(one));
  });
  if (given.json) out.print({ ...planData(plan), done }, "");
  return 0;
}

async function label({ client, out, given }: Given): Promise<number> {
  const [name = "", target = ""] = given.rest;
  const { expect, reason } = given;
  const moved = await moveLabel(client, { label: name, target, expect, reason });
  const from = moved.from === null ? "new" : `from ${moved.from}`;
  out.print(
    moved,
    moved.from === moved.to
      ? `${name} stands on ${moved.slug}@${moved.to} already\n`
      : `${name} ${moved.slug}@${moved.to} (${from})\n`,
  );
  return 0;
}

const COMMANDS = { get, pull: pullAll, push, diff, sync, label } as const;

/** For eyes: nothing a server sends steers their terminal, and a diff has its colours. */
function readable(out: Out, isTerminal: boolean, hasColours: boolean): Out {
  const paint = hasColours ? inColours : (text: string) => text;
  return {
    print: (data, text) => out.print(data, isTerminal ? paint(harmless(text)) : text),
    talk: (text) => out.talk(harmless(text)),
  };
}

/** `promptr prompts …`: its exit code. Throws what the server or the folder refused. */
export async function promptsCommand(
  config: ClientConfig,
  out: Out,
  given: PromptsArguments,
  isTerminal: boolean,
): Promise<number> {
  if (given.command === "help") {
    out.print({ usage: PROMPTS_USAGE }, PROMPTS_USAGE);
    return 0;
  }
  const client = connect(config, out);
  const shown = readable(out, isTerminal, given.command === "diff" && !config.isPlain);
  return COMMANDS[given.command]({ client, out: shown, given });
}
