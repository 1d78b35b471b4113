import { type Part, PARTS } from "../../contract/draft.ts";
import type { Page } from "../../contract/html.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { languageOfText } from "../enrichment/index.ts";
import type { FillForm } from "./fill-form.ts";
import { sharedPromptPage, shareGonePage, shareNotFoundPage, sharePasswordPage, shareStalePage } from "./page.ts";
import { sharePreviewPage } from "./preview-page.ts";
import type { SharedPrompt } from "./schema.ts";
import type { Content, Link, Outcome } from "./visit.ts";

const GONE = { expired: "This link has expired", used_up: "This link is used up" } as const;

/** A password is a wish for discretion that outweighs `isPublic`. */
const isFindable = (link: Link): boolean => link.isPublic && link.passwordHash === null;

function toBody(link: Link, content: Content): SharedPrompt {
  const { title, description, sharedBy, isPublic, maxViews, expiresAt } = link;
  const { role, task, context, requirements, style, output, rawPrompt, selectedModel, version, used } = content;
  const about = { title, description, sharedBy, isPublic, role, task, context, requirements, style, output };
  const views = { used, max: maxViews };
  return { ...about, rawPrompt, selectedModel, version, views, expiresAt: expiresAt?.toISOString() ?? null };
}

function failureOf(outcome: Exclude<Outcome, { kind: "opened" }>): Failure {
  if (outcome.kind === "gone") return new Failure("share_gone", { detail: GONE[outcome.reason] });
  if (outcome.kind === "locked") return new Failure(outcome.wrong ? "share_password_wrong" : "share_password_required");
  if (outcome.kind === "preview")
    return new Failure("not_found", { detail: "Previews and crawlers cannot read a link with a limit of views" });
  return new Failure("not_found");
}

/** The outcome as JSON. Robots are refused the text of a link with counted views: an API has no page to preview. */
export function toJson(outcome: Outcome): Answer<SharedPrompt> {
  if (outcome.kind !== "opened") throw failureOf(outcome);
  const headers = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    ...(!isFindable(outcome.link) && { "X-Robots-Tag": "noindex" }),
  };
  return new Answer(toBody(outcome.link, outcome.content), { headers });
}

const HEADINGS: Record<Part, string> = {
  role: "Role",
  task: "Task",
  context: "Context",
  requirements: "Requirements",
  style: "Style",
  output: "Output",
};

type Place = {
  /** Where the page itself lives. */
  readonly path: string;
  readonly publicUrl: string;
};

/** The outcome as a page; `form` asks for the values of the prompt's variables. */
export function toPage(outcome: Outcome, { path, publicUrl }: Place, form: FillForm | null): Page {
  if (outcome.kind === "missing") return shareNotFoundPage();
  if (outcome.kind === "gone") return shareGonePage({ reason: outcome.reason });
  if (outcome.kind === "locked") return sharePasswordPage({ action: path, wrong: outcome.wrong });
  if (outcome.kind === "stale") return shareStalePage({ path });
  const { link } = outcome;
  const common = { ...link, canonicalUrl: publicUrl + path, hasPassword: link.passwordHash !== null };
  if (outcome.kind === "preview") return sharePreviewPage({ ...common, action: path });
  const { content } = outcome;
  return sharedPromptPage({
    ...common,
    parts: PARTS.flatMap((part) => (content[part] ? [{ heading: HEADINGS[part], text: content[part] }] : [])),
    rawPrompt: content.rawPrompt,
    language: languageOfText(content.rawPrompt),
    form,
    versionNumber: content.version,
    model: content.selectedModel,
    views: link.maxViews === null ? null : { used: content.used, max: link.maxViews },
  });
}
