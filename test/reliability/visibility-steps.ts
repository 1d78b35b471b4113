import { expect } from "vitest";
import type { Caller } from "../caller.ts";
import { freshWord, type Readers, type Shadow } from "./visibility.ts";

/** One process, and an administrator who asks it. */
export type Process = Readers & { readonly moderator: Caller };
export type Real = { readonly processes: readonly [Process, Process] };
/** All prompts of one owner, and words that stood in them once. */
export type Model = { readonly prompts: Shadow[]; readonly earlier: string[] };

export const textOf = (mark: string): string => `Explain ${mark} to a child.`;

export type Step = {
  readonly applies: (prompt: Shadow) => boolean;
  /** Asks the process and changes the shadow as the answer must have changed the prompt. */
  readonly take: (at: Process, prompt: Shadow, around: { model: Model }) => Promise<void>;
};

async function done(answer: ReturnType<Caller["put"]>): Promise<void> {
  const { status, text } = await answer;
  if (status >= 300) throw new Error(`${status} ${text}`);
}
const isThere = ({ isDeleted }: Shadow): boolean => !isDeleted;

const setPublic = (isPublic: boolean): Step => ({
  applies: (prompt) => isThere(prompt) && prompt.isPublic !== isPublic,
  async take({ owner }, prompt) {
    await done(owner.put(`/prompts/${prompt.id}`, { isPublic }));
    prompt.isPublic = isPublic;
  },
});

const moderate = (moderation: Shadow["moderation"]): Step => ({
  // Of what is private an administrator hears nothing, so there is nothing to decide.
  applies: (prompt) =>
    isThere(prompt) &&
    prompt.moderation !== moderation &&
    (prompt.isPublic || prompt.moderation !== "approved" || prompt.links.some(({ isRevoked }) => !isRevoked)),
  async take({ moderator }, prompt) {
    await done(moderator.put(`/admin/prompts/${prompt.id}`, { status: moderation, reason: "Because." }));
    prompt.moderation = moderation;
  },
});

/** What can happen to a prompt. */
export const STEPS: Record<string, Step> = {
  publish: setPublic(true),
  unpublish: setPublic(false),
  edit: {
    applies: isThere,
    async take({ owner }, prompt, { model }) {
      const mark = freshWord();
      await done(owner.put(`/prompts/${prompt.id}`, { task: textOf(mark) }));
      model.earlier.push(prompt.mark);
      Object.assign(prompt, { mark, version: prompt.version + 1 });
    },
  },
  delete: {
    applies: isThere,
    async take({ owner }, prompt) {
      await done(owner.delete(`/prompts/${prompt.id}`));
      prompt.isDeleted = true;
    },
  },
  restore: {
    applies: ({ isDeleted }) => isDeleted,
    async take({ owner }, prompt) {
      await done(owner.post(`/prompts/${prompt.id}/restore`));
      prompt.isDeleted = false;
    },
  },
  flag: moderate("flagged"),
  remove: moderate("removed"),
  approve: moderate("approved"),
  share: {
    applies: (prompt) => isThere(prompt) && prompt.moderation !== "removed" && prompt.links.length < 2,
    async take({ owner }, prompt) {
      const { status, body, text } = await owner.post("/sharing/create", { promptId: prompt.id });
      if (status !== 201) throw new Error(text);
      prompt.links.push({ token: body.token, isRevoked: false });
    },
  },
  revoke: {
    applies: ({ links }) => links.some(({ isRevoked }) => !isRevoked),
    async take({ owner }, { links }) {
      const link = links.find(({ isRevoked }) => !isRevoked)!;
      await done(owner.delete(`/sharing/${link.token}`));
      link.isRevoked = true;
    },
  },
  /** Somebody else tries all of it, which changes nothing and is answered as if there were no such prompt. */
  meddle: {
    applies: () => true,
    async take({ other }, { id, links }) {
      expect((await other.put(`/admin/prompts/${id}`, { status: "removed", reason: "Mine" })).status).toBe(403);
      const tries = [
        other.post(`/prompts/${id}/appeal`, { note: "Mine" }),
        other.get(`/prompts/${id}/moderation`),
        other.put(`/prompts/${id}`, { task: "Mine", isPublic: true }),
        other.delete(`/prompts/${id}`),
        other.post(`/prompts/${id}/restore`),
        other.post("/sharing/create", { promptId: id }),
        ...links.map(({ token }) => other.delete(`/sharing/${token}`)),
      ];
      for (const { status } of await Promise.all(tries)) expect(status).toBe(404);
    },
  },
};
