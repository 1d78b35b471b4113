import type { Caller } from "../caller.ts";
import type { User, World } from "../world.ts";
import { freshWord } from "./visibility.ts";

export type Place = { readonly url: string; readonly owner: Caller; readonly admin: Caller; readonly anyone: Caller };
export type Real = { readonly world: World; readonly places: readonly [Place, Place] };
/** Something that is written at one process and read at any, from its cache where it has it. */
export type Register = {
  readonly write: (at: Place, step: number) => Promise<string>;
  readonly read: (at: Place) => Promise<string>;
  /** What it was and is, the newest last; a value may come again. */
  readonly values: string[];
};
export type Model = { readonly registers: Record<Name, Register> };

async function done(answer: ReturnType<Caller["put"]>) {
  const { status, body, text } = await answer;
  if (status >= 300) throw new Error(`${status} ${text}`);
  return body;
}

function labelled(promptId: string): Omit<Register, "values"> {
  return {
    write: async ({ owner }, step) => {
      const version = 1 + (step % 2);
      await done(owner.put(`/prompts/${promptId}/labels/production`, { version }));
      return String(version);
    },
    read: async ({ owner }) => {
      const body = await done(owner.post("/prompts/resolve", { prompts: [{ id: promptId, label: "production" }] }));
      return String(body.data[0].version);
    },
  };
}

/** The text of a published prompt, as its page in the library shows it and as resolving gives it. */
function published(promptId: string, look: (at: Place) => ReturnType<Caller["get"]>): Omit<Register, "values"> {
  return {
    write: async ({ owner }) => {
      const word = freshWord();
      await done(owner.put(`/prompts/${promptId}`, { task: `Explain ${word} to a child.` }));
      return word;
    },
    read: async (place) => /Explain (\w+) to/.exec((await look(place)).text)?.[1] ?? "nothing",
  };
}

/** A link that is revoked and made anew: its value is which of them opens. */
function link(promptId: string, first: string): Omit<Register, "values"> {
  const tokens = [first];
  return {
    write: async ({ owner }) => {
      await done(owner.delete(`/sharing/${tokens.at(-1)}`));
      tokens.push((await done(owner.post("/sharing/create", { promptId }))).token);
      return String(tokens.length);
    },
    read: async ({ anyone }) => {
      const answers = await Promise.all(tokens.slice(-2).map((token) => anyone.get(`/sharing/${token}`)));
      const open = answers.map(({ status }) => status === 200);
      const from = tokens.length - open.length + 1;
      return open.flatMap((is, n) => (is ? [from + n] : [])).join(" and ");
    },
  };
}

/** A key that is deleted and made anew, likewise. */
function key(make: (at: Place) => Promise<{ id: string; key: string }>, first: { id: string; key: string }) {
  const keys = [first];
  return {
    write: async (place: Place) => {
      await done(place.owner.delete(`/api-keys/${keys.at(-1)!.id}`));
      keys.push(await make(place));
      return String(keys.length);
    },
    read: async ({ anyone }: Place) => {
      const asked = keys.slice(-2).map((one) => anyone.get("/prompts?limit=1", { "x-api-key": one.key }));
      const open = (await Promise.all(asked)).map(({ status }) => status === 200);
      const from = keys.length - open.length + 1;
      return open.flatMap((is, n) => (is ? [from + n] : [])).join(" and ");
    },
  };
}

function flag(name: string): Omit<Register, "values"> {
  return {
    write: async ({ admin }, step) => {
      const enabled = step % 2 === 1;
      await done(admin.put(`/admin/flags/${name}`, { enabled }));
      return String(enabled);
    },
    read: async ({ anyone }) => String((await done(anyone.get("/system/features"))).features[name]?.enabled),
  };
}

export const NAMES = ["label", "public page", "resolved", "share link", "api key", "flag"] as const;
export type Name = (typeof NAMES)[number];

export async function createRegisters(world: World, { owner, admin }: { owner: User; admin: User }): Promise<Model> {
  const draft = (over: object) =>
    done(owner.post("/prompts", { title: "Read", task: "Explain start to a child.", ...over }));
  const [shown, resolved, stood] = [await draft({ isPublic: true }), await draft({}), await draft({})];
  await done(owner.put(`/prompts/${stood.id}`, { task: "Another text." }));
  await done(owner.put(`/prompts/${stood.id}/labels/production`, { version: 1 }));
  const { token } = await done(owner.post("/sharing/create", { promptId: stood.id }));
  const name = "of_the_model"; // one for all histories: there may be only so many flags
  await done(admin.put(`/admin/flags/${name}`, { enabled: false }));
  const made = await world.apiKey(owner);
  const newKey = (place: Place) => done(place.owner.post("/api-keys", { name: "test", scopes: ["prompts:read"] }));
  const one = { prompts: [{ id: resolved.id }] };
  return {
    registers: {
      label: { ...labelled(stood.id), values: ["1"] },
      "public page": {
        ...published(shown.id, (place) => place.anyone.get(`/prompts/public/${shown.id}`)),
        values: ["start"],
      },
      resolved: { ...published(resolved.id, (place) => place.owner.post("/prompts/resolve", one)), values: ["start"] },
      "share link": { ...link(stood.id, token), values: ["1"] },
      "api key": { ...key(newKey, made), values: ["1"] },
      flag: { ...flag(name), values: ["false"] },
    },
  };
}
