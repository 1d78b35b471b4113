import type { Route } from "../../feature.ts";

const PUBLIC = "No credential is needed; one that is sent must be valid.";
const BLIND = "No credential is needed, and none is looked at.";
const LEVELS = { user: "", pro: " The plan must be `pro`.", admin: " For administrators." };

function whoMay({ access, keyScope, root, ignoresCredential }: Route): string {
  if (access === "public") return root || ignoresCredential ? BLIND : PUBLIC;
  const wanted = keyScope
    ? `Needs an access token, or an API key with the scope \`${keyScope}\`.`
    : "Needs an access token; an API key may not.";
  return wanted + LEVELS[access];
}

/** The first sentence of what the route says of itself, and the rest with who may ask and what may switch it off. */
export function wordsOf(route: Route): { readonly summary: string; readonly description: string } {
  const [summary = "", ...rest] = route.doc.split(/(?<=\.)\s+/);
  const flag = route.flag && `The flag \`${route.flag}\` switches it off.`;
  const description = [...rest, whoMay(route), flag].filter(Boolean).join(" ");
  return { summary: summary.replace(/\.$/, ""), description };
}

/** What the groups of operations are about. */
export const TAGS: Readonly<Record<string, string>> = {
  Auth: "Accounts, sessions and passwords; tokens that let a person in",
  Pages: "What people open in a browser: links from mails, shared prompts, explanations",
  Folders: "A tree of folders for prompts",
  Prompts: "Prompts, their versions, and the public library",
  Labels: "Names such as `production` that point at a version and can be moved",
  Rendering: "The text of a prompt with its variables filled in, and its run on a model",
  Enrichment: "Judging prompts, and improving them with models or the built-in engine",
  Tests: "Test cases of a prompt, and their runs on models",
  Sharing: "Links that show one prompt to whoever has them",
  Webhooks: "Telling your programs what happened",
  Users: "One's own profile, notifications, data and account",
  "API keys": "Keys for programs: scopes, networks, rotation, use",
  Analytics: "What was used, how well and at what cost",
  Admin: "For administrators: accounts, moderation, broadcasts, jobs, flags, the audit log",
  System: "How the service is doing",
};
