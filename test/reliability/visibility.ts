import { randomBytes } from "node:crypto";
import type { Answered, Caller } from "../caller.ts";

/** A prompt as it should be, whatever was done to it. */
export type Shadow = {
  readonly id: string;
  readonly slug: string;
  readonly tag: string;
  version: number;
  /** A word of the newest text and of no other. */
  mark: string;
  isPublic: boolean;
  isDeleted: boolean;
  moderation: "approved" | "flagged" | "removed";
  links: { readonly token: string; isRevoked: boolean }[];
};
/** The copier is apart because copies are its own to see. */
export type Who = "owner" | "other" | "copier" | "anonymous";
export type Readers = Record<Who, Caller>;

const isListed = ({ isPublic, isDeleted, moderation }: Shadow): boolean =>
  isPublic && !isDeleted && moderation === "approved";

type Surface = {
  readonly by: readonly Who[];
  readonly ask: (reader: Caller, prompt: Shadow) => Promise<Answered>;
  readonly shows: (prompt: Shadow, who: Who) => boolean;
  /** Lists name a prompt by its id; what is not told so tells its text. */
  readonly as?: "id" | "mark" | "status";
};
const isOwners = (prompt: Shadow, who: Who): boolean => who === "owner" && !prompt.isDeleted;

/** Every way to read a prompt, who tries it, and whom it should be shown to. */
const SURFACES: Record<string, Surface> = {
  "the prompt": {
    by: ["owner", "other", "anonymous"],
    ask: (reader, { id }) => reader.get(`/prompts/${id}`),
    shows: isOwners,
  },
  "its newest version": {
    by: ["owner", "other"],
    ask: (reader, { id, version }) => reader.get(`/prompts/${id}/versions/${version}`),
    shows: isOwners,
  },
  "the own list": {
    by: ["owner", "other"],
    ask: (reader) => reader.get("/prompts?limit=100"),
    shows: isOwners,
    as: "id",
  },
  "the list of deleted prompts": {
    by: ["owner", "other"],
    ask: (reader) => reader.get("/prompts?limit=100&deleted=true"),
    shows: (prompt, who) => who === "owner" && prompt.isDeleted,
    as: "id",
  },
  "the own search": {
    by: ["owner", "other"],
    ask: (reader, { mark }) => reader.get(`/prompts?search=${mark}`),
    shows: isOwners,
    as: "id",
  },
  resolve: {
    by: ["owner", "other"],
    ask: (reader, { id }) => reader.post("/prompts/resolve", { prompts: [{ id }] }),
    shows: isOwners,
  },
  "resolve by slug": {
    by: ["owner", "other"],
    ask: (reader, { slug }) => reader.post("/prompts/resolve", { prompts: [{ slug }] }),
    shows: isOwners,
  },
  render: {
    by: ["owner", "other"],
    ask: (reader, { id }) => reader.post(`/prompts/${id}/render`, {}),
    shows: isOwners,
  },
  "the library": {
    by: ["owner", "anonymous"],
    ask: (reader, { tag }) => reader.get(`/prompts/public?tag=${tag}`),
    shows: isListed,
  },
  "the library in another order": {
    by: ["anonymous"],
    ask: (reader, { tag }) => reader.get(`/prompts/public?tag=${tag}&sort=title&limit=1&include=total`),
    shows: isListed,
  },
  "the library's search": {
    by: ["other", "anonymous"],
    ask: (reader, { mark }) => reader.get(`/prompts/public?search=${mark}`),
    shows: isListed,
  },
  "the library's page": {
    by: ["owner", "other", "anonymous"],
    ask: (reader, { id }) => reader.get(`/prompts/public/${id}`),
    shows: isListed,
  },
  "a star": {
    by: ["other"],
    ask: (reader, { id }) => reader.put(`/prompts/${id}/star`),
    shows: isListed,
    as: "status",
  },
  "a fork": {
    by: ["copier"],
    ask: (reader, { id }) => reader.post(`/prompts/${id}/fork`),
    shows: isListed,
  },
};

const linkSurfaces = (prompt: Shadow): [string, Surface][] =>
  prompt.links.flatMap(({ token, isRevoked }, n): [string, Surface][] => {
    const shows = (): boolean => !isRevoked && !prompt.isDeleted && prompt.moderation !== "removed";
    return [
      [`link ${n}`, { by: ["anonymous"], ask: (reader) => reader.get(`/sharing/${token}`), shows }],
      [`the page of link ${n}`, { by: ["other"], ask: (reader) => reader.raw(`/s/${token}`), shows }],
    ];
  });

/** What is shown and should not be, or is not and should, by one process at one moment. */
export async function disagreements(readers: Readers, prompt: Shadow, earlier: readonly string[]): Promise<string[]> {
  const asked = [...Object.entries(SURFACES), ...linkSurfaces(prompt)].flatMap(([name, surface]) =>
    surface.by.map((who) => ({ name, who, surface })),
  );
  const found = await Promise.all(
    asked.map(async ({ name, who, surface: { ask, shows, as = "mark" } }) => {
      const { status, text } = await ask(readers[who], prompt);
      const expected = shows(prompt, who);
      const isShown = status < 300 && (as === "status" || text.includes(prompt[as]));
      if (isShown !== expected) return `${name}, by ${who}: ${expected ? "lost" : "leaked"} (${status})`;
      const old = status < 300 && earlier.find((mark) => text.includes(mark));
      if (old) return `${name}, by ${who}: still of ${old}`;
      return status >= 500 ? `${name}, by ${who}: ${status}` : [];
    }),
  );
  return found.flat();
}

export const freshWord = (): string => `w${randomBytes(6).toString("hex")}`;
