import { type Ask, asker, openAgent } from "../stand.ts";
import { MODEL } from "./outside.ts";

export const PASSWORD = "correct horse battery";
const PEOPLE = 30;
const PROMPTS_EACH = 20;
const LINKS_EACH = 3;
/** How many of them are told by webhooks of what they make. */
const WITH_WEBHOOK = 6;
/** More would measure the sender: a proxy in front of a server keeps about as many. */
const CONNECTIONS = 64;

export type Person = {
  readonly ask: Ask;
  readonly prompts: readonly string[];
  readonly links: readonly string[];
  /** Prompts and links made meanwhile, which are taken away again, the oldest first. */
  readonly made: string[];
  readonly madeLinks: string[];
};
export type Cast = {
  readonly people: readonly Person[];
  readonly admin: Ask;
  readonly anyone: Ask;
  /** Somebody who comes for a while: registers, has their data exported, and goes. */
  readonly register: () => Promise<Ask>;
  /** A prompt with test cases. */
  readonly tested: { readonly ask: Ask; readonly id: string };
};

export const draft = (n: number, more: object = {}): object => ({
  title: `Report ${n}`,
  task: `Summarise report ${n} for {{reader}} in three sentences of plain text. `.repeat(4),
  category: "writing",
  tags: ["report", `n${n % 7}`],
  ...more,
});

let numbers = 0;
/** Never the same twice, so that nothing is answered from memory that should be computed. */
export const next = (): number => (numbers += 1);

/** The parsed body of an answer that must have this status. */
export async function want<T>(answer: ReturnType<Ask>, status: number): Promise<T> {
  const { status: got, body } = await answer;
  if (got !== status) throw new Error(`${got} instead of ${status}: ${body}`);
  return JSON.parse(body) as T;
}

async function settle(ask: Ask): Promise<Person> {
  const prompts: string[] = [];
  const links: string[] = [];
  for (let n = 0; n < PROMPTS_EACH; n += 1) {
    const more = { isPublic: n % 5 === 0 };
    const { id } = await want<{ id: string }>(ask("POST", "/api/v1/prompts", draft(next(), more)), 201);
    await want(ask("PUT", `/api/v1/prompts/${id}/labels/production`, { version: 1 }), 200);
    prompts.push(id);
  }
  for (const promptId of prompts.slice(0, LINKS_EACH)) {
    const { url } = await want<{ url: string }>(ask("POST", "/api/v1/sharing/create", { promptId }), 201);
    links.push(url.slice(url.lastIndexOf("/") + 1));
  }
  return { ask, prompts, links, made: [], madeLinks: [] };
}

/** People with prompts, labels, links and webhooks, an administrator, and who comes and goes. */
export async function openCast(
  { url, sql }: { readonly url: string; readonly sql: (text: string) => Promise<unknown> },
  hook: string,
): Promise<Cast> {
  const agent = openAgent(CONNECTIONS);
  const anyone = asker(url, undefined, agent);
  const register = async (): Promise<Ask> => {
    const account = { email: `soak-${next()}@example.com`, password: PASSWORD, fullName: "Ada Lovelace" };
    const { accessToken } = await want<{ accessToken: string }>(anyone("POST", "/api/v1/auth/register", account), 201);
    return asker(url, accessToken, agent);
  };
  const people: Person[] = [];
  for (let n = 0; n < PEOPLE; n += 1) people.push(await settle(await register()));
  for (const { ask } of people.slice(0, WITH_WEBHOOK)) {
    const events = ["prompt.created", "prompt.updated", "label.moved"];
    await want(ask("POST", "/api/v1/webhooks", { url: hook, events }), 201);
  }
  const admin = await register();
  // Who was never confirmed gets no mail of a broadcast.
  await sql("update promptr.profiles set email_verified_at = now()");
  await sql(
    "update promptr.profiles set role = 'admin' where created_at = (select max(created_at) from promptr.profiles)",
  );
  const tester = await register();
  const { id } = await want<{ id: string }>(
    tester("POST", "/api/v1/prompts", draft(next(), { selectedModel: MODEL })),
    201,
  );
  const expectations = [{ kind: "contains", text: "Ada" }];
  await want(
    tester("POST", `/api/v1/prompts/${id}/tests`, { name: "Greets", variables: { reader: "Ada" }, expectations }),
    201,
  );
  return { people, admin, anyone, register, tested: { ask: tester, id } };
}
