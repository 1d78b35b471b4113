import type { Answer } from "../stand.ts";
import { type Cast, draft, next, type Person } from "./people.ts";

/** One kind of request, how often it comes among a thousand, and what it may be answered with. */
export type Act = {
  readonly name: string;
  readonly perMille: number;
  readonly expects: readonly number[];
  readonly send: (person: Person, cast: Cast) => Promise<Answer>;
};

const API = "/api/v1";
/** Kept of what is made, so that tables and lists stay as long as they are. */
const KEPT = 20;
const any = <T>(values: readonly T[]): T => {
  const value = values[Math.floor(Math.random() * values.length)];
  if (value === undefined) throw new Error("There is nothing to choose from");
  return value;
};
const idOf = ({ body }: Answer): string => (JSON.parse(body) as { id: string }).id;

async function create({ ask, made }: Person): Promise<Answer> {
  const answer = await ask("POST", `${API}/prompts`, draft(next()));
  if (answer.status === 201) made.push(idOf(answer));
  return answer;
}

/** Takes the oldest away when there are enough, else makes one. */
function remove(person: Person): Promise<Answer> {
  const oldest = person.made.length > KEPT ? person.made.shift() : undefined;
  return oldest === undefined ? create(person) : person.ask("DELETE", `${API}/prompts/${oldest}`);
}

async function share({ ask, prompts, madeLinks }: Person): Promise<Answer> {
  const oldest = madeLinks.length > KEPT ? madeLinks.shift() : undefined;
  if (oldest !== undefined) return ask("DELETE", `${API}/sharing/${oldest}`);
  const answer = await ask("POST", `${API}/sharing/create`, { promptId: any(prompts), maxViews: 100 });
  if (answer.status === 201) madeLinks.push(idOf(answer));
  return answer;
}

const change = ({ ask, prompts }: Person): Promise<Answer> => {
  const task = `Summarise report ${next()} for {{reader}} in three sentences.`;
  return ask("PUT", `${API}/prompts/${any(prompts)}`, { task });
};
const enhance = ({ ask }: Person): Promise<Answer> => {
  const text = `Write a product description for {{product_${next()}}}, some details, etc.`;
  return ask("POST", `${API}/enrichment/enhance`, { text, model: "builtin" });
};
const resolve = ({ ask, prompts }: Person): Promise<Answer> => {
  const wanted = [{ id: any(prompts), label: "production" }];
  return ask("POST", `${API}/prompts/resolve`, { prompts: wanted });
};
const render = ({ ask, prompts }: Person): Promise<Answer> =>
  ask("POST", `${API}/prompts/${any(prompts)}/render`, { variables: { reader: `Ada ${next()}` } });
const validate = ({ ask }: Person): Promise<Answer> =>
  ask("POST", `${API}/enrichment/validate`, { text: `Write ${next()} lines about some product, etc.` });
const moveLabel = ({ ask, prompts }: Person): Promise<Answer> =>
  ask("PUT", `${API}/prompts/${any(prompts)}/labels/staging`, { version: 1 });

const act = (name: string, perMille: number, send: Act["send"], expects: readonly number[] = [200]): Act => ({
  name,
  perMille,
  expects,
  send,
});
const get = (name: string, perMille: number, path: (person: Person) => string): Act =>
  act(name, perMille, (person) => person.ask("GET", API + path(person)));

/** Mostly reading, as a backend of prompts is used. */
export const ACTS: readonly Act[] = [
  get("read a prompt", 280, ({ prompts }) => `/prompts/${any(prompts)}`),
  get("own list", 130, () => "/prompts?limit=20"),
  get("search", 30, () => "/prompts?search=report&limit=20"),
  act("library", 60, (_, { anyone }) => anyone("GET", `${API}/prompts/public?limit=20`)),
  act("resolve", 150, resolve),
  act("render", 60, render),
  act("open a link", 80, ({ links }, { anyone }) => anyone("GET", `${API}/sharing/${any(links)}`)),
  get("profile", 40, () => "/users/profile"),
  get("notifications", 20, () => "/users/notifications?limit=20"),
  get("analytics", 10, () => "/analytics/usage"),
  act("check a text", 30, validate),
  act("enhance, built in", 20, enhance),
  act("create", 25, create, [201]),
  act("delete", 25, remove, [201, 204]),
  act("change", 20, change),
  act("move a label", 10, moveLabel),
  act("share, and end a link", 10, share, [201, 204]),
];

const ALL = ACTS.reduce((sum, { perMille }) => sum + perMille, 0);
/** One of them, as often as it is to come. */
export function anyAct(): Act {
  let left = Math.random() * ALL;
  for (const one of ACTS) if ((left -= one.perMille) < 0) return one;
  return any(ACTS);
}
export const anybody = ({ people }: Cast): Person => any(people);
