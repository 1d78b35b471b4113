import { shareToken, promptOfShare, SEED_END, userId } from "./content.ts";
import type { Samples } from "./samples.ts";
import { type Asked, type Dialect, isPage, isPrompt } from "./workloads.ts";

const isPublished = (answer: unknown): boolean => isPage(answer, (row) => row["is_public"] === true);

function createOf({ creates }: Samples, path: string): Asked[] {
  return creates.map(({ user, fields }) => {
    const { selectedModel, isPublic, variables: _, folderId: __, ...same } = fields;
    const body = { ...same, selected_model: selectedModel, is_public: isPublic };
    return { method: "POST", path, user, body, isRight: (answer) => isPrompt(answer, fields) };
  });
}

/** How the floor and the Express + Redis server are asked: rows as they are in the table. */
export const plainDialect = (root: string, share: string): Dialect => ({
  get: (samples) =>
    samples.prompts.map((number) => ({
      path: `${root}/prompts/${samples.id(number)}`,
      user: samples.owner(number),
      isRight: (answer) => isPrompt(answer, samples.expected(number)),
    })),
  "list-own": ({ users }) =>
    users.map((user) => ({
      path: `${root}/prompts`,
      user,
      isRight: (answer) => isPage(answer, (row) => row["user_id"] === userId(user)),
    })),
  "public-cached": () => [{ path: `${root}/prompts/public`, isRight: isPublished }],
  "public-uncached": () => [
    { path: `${root}/prompts/public`, headers: { "cache-control": "no-cache" }, isRight: isPublished },
  ],
  create: (samples) => createOf(samples, `${root}/prompts`),
  share: (samples) =>
    samples.shares.map((number) => ({
      path: `${share}/${shareToken(number)}`,
      isRight: (answer) => isPrompt(answer, samples.expected(promptOfShare(number, samples.size))),
    })),
});

export const PLAIN_CHECKS = {
  created: `select count(*) from prompts where created_at > '${SEED_END}'`,
  views: "select sum(view_count) from shared_prompts",
  cleanup: [`delete from prompts where created_at > '${SEED_END}'`, "vacuum prompts", "vacuum shared_prompts"],
};
