import type { z } from "zod";
import { monthOf, nextMonth } from "../../contract/tier.ts";
import type { Scope } from "../../scope.ts";
import { unsubscribeUrlOf } from "./deliver.ts";
import type { sendMail } from "./jobs.ts";
import type { OptionalKind } from "./kinds.ts";
import type { RenderedMail } from "./layout.ts";
import { decisionAbout, linkAbout, noticeAbout } from "./notice-queries.ts";
import { renderMail } from "./templates.ts";

export type Recipient = {
  readonly userId: string;
  readonly email: string;
  readonly fullName: string;
  readonly origin: "local" | "supabase";
  readonly confirmedAt: Date | null;
};
export type Parts = Pick<Scope<null>, "db" | "settings" | "now" | "ports">;
export type Wanted = Omit<z.output<typeof sendMail.payload>, "to">;

/** Which of the mails can be switched off, and as what. */
const KIND_OF: Readonly<Partial<Record<Wanted["template"], OptionalKind>>> = {
  quota_reached: "quota_reached",
  share_opened: "share_opened",
  model_retiring: "model_retiring",
};
export const kindOf = (template: Wanted["template"]): OptionalKind | null => KIND_OF[template] ?? null;

type Asked = { readonly scope: Parts; readonly person: Recipient; readonly wanted: Wanted };
type Compose = (asked: Asked) => Promise<RenderedMail | null>;

const about = ({ person: { userId }, wanted }: Asked) => ({ id: wanted.about ?? "", userId });
const optional = ({ scope, person }: Asked, kind: OptionalKind) => ({
  fullName: person.fullName,
  unsubscribeUrl: unsubscribeUrlOf(scope, person, kind),
});

const COMPOSERS: Readonly<Partial<Record<Wanted["template"], Compose>>> = {
  async quota_reached(asked) {
    const { quota } = asked.wanted;
    const now = asked.scope.now();
    if (!quota || quota.month !== monthOf(now)) return null;
    const { kind, limit } = quota;
    return renderMail("quota_reached", {
      ...optional(asked, "quota_reached"),
      quota: kind,
      limit,
      resetsAt: nextMonth(now),
    });
  },
  async share_opened(asked) {
    const link = await asked.scope.db.first(linkAbout(about(asked)));
    return link ? renderMail("share_opened", { ...optional(asked, "share_opened"), ...link }) : null;
  },
  async model_retiring(asked) {
    const notice = await asked.scope.db.first(noticeAbout(about(asked)));
    return notice ? renderMail("model_retiring", { ...optional(asked, "model_retiring"), ...notice }) : null;
  },
  async moderation_decision(asked) {
    const decision = await asked.scope.db.first(decisionAbout(about(asked)));
    if (!decision) return null;
    const { promptId, mayAppeal, ...what } = decision;
    const appealPath = mayAppeal ? `/api/v1/prompts/${promptId}/appeal` : null;
    return renderMail("moderation_decision", { fullName: asked.person.fullName, ...what, appealPath });
  },
};

/** The mails that tell of something; null when it is not so any more, and undefined for a mail of another kind. */
export async function composeNotice(
  scope: Parts,
  person: Recipient,
  wanted: Wanted,
): Promise<RenderedMail | null | undefined> {
  return COMPOSERS[wanted.template]?.({ scope, person, wanted });
}
