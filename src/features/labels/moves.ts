import { newId } from "../../contract/id.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Inner, type Scope } from "../../scope.ts";
import { lineOf, promptTag, refuseProtected } from "../prompts/index.ts";
import { etagOf } from "./label.ts";
import { labelState, lockLabels, placeLabel, removeLabelRow } from "./move-queries.ts";
import { type EventRow, type LabelRow, toEvent } from "./present.ts";
import type { Label, LabelEvent, LabelId, LabelMove } from "./schema.ts";
import { labelAnswer, readLabel } from "./service.ts";

/** A label for each stage and each of many customers; more are versions by another name. */
export const LABELS_PER_PROMPT_MAX = 50;

type Moving = Inner<Scope<Actor>>;
/** What the caller wants to be true of the label before it moves. */
type Condition = { readonly ifMatch: string | null; readonly ifNoneMatch: string | null };
const NO_CONDITION: Condition = { ifMatch: null, ifNoneMatch: null };
const conditionOf = ({ request }: Pick<Scope, "request">): Condition => ({
  ifMatch: request.ifMatch,
  ifNoneMatch: request.headers["if-none-match"]?.toString() ?? null,
});

const holds = (header: string, etag: string | null): boolean =>
  etag !== null && (header.trim() === "*" || header.split(",").some((tag) => tag.trim() === etag));

/**
 * RFC 9110 §13.1: `If-Match` wants one of its tags to be the label's, `If-None-Match` none, be it weak or strong; `*` is
 * any label at all.
 */
function requireCondition({ ifMatch, ifNoneMatch }: Condition, etag: string | null): void {
  if (ifMatch !== null && !holds(ifMatch, etag)) throw new Failure("label_moved");
  if (ifNoneMatch !== null && holds(ifNoneMatch.replaceAll('W/"', '"'), etag)) throw new Failure("label_moved");
}

/** Locks the prompt's labels until the commit, and tells how things are; throws what forbids any move. */
async function prepareMove(inner: Moving, { id, label }: LabelId, version: number | null, condition: Condition) {
  const own = { userId: inner.actor.userId, promptId: id };
  if (!(await inner.db.first(lockLabels(own)))) throw new Failure("not_found");
  const state = await inner.db.first(labelState({ ...own, label, version }));
  if (!state) throw new Failure("not_found");
  refuseProtected(inner.actor, label, state.protectedLabels);
  const { current, revision } = state;
  requireCondition(condition, revision === null ? null : etagOf({ promptId: id, label, revision }));
  return { ...own, label, ...state, current, next: Math.max(revision ?? 0, state.lastRevision ?? 0) + 1 };
}
type Prepared = Awaited<ReturnType<typeof prepareMove>>;

type Move = { readonly to: number | null; readonly reason: string | null; readonly undoes: string | null };

/** Writes the move and tells of it; one way in for every kind of move. */
async function commitMove(inner: Moving, state: Prepared, { to, reason, undoes }: Move) {
  const { userId, promptId, label, current: from } = state;
  if (from === null && to !== null && (state.labels ?? 0) >= LABELS_PER_PROMPT_MAX) {
    throw new Failure("label_limit_reached");
  }
  const eventId = newId(inner.now().getTime());
  const actorKind = inner.actor.credential.kind;
  const event = { userId, promptId, label, eventId, from, revision: state.next, actorKind, reason, undoes };
  const placed = to === null ? undefined : await inner.db.one(placeLabel({ ...event, version: to }));
  const told = placed ?? (await inner.db.one(removeLabelRow(event)));
  inner.changed({
    tags: [promptTag(promptId)],
    event:
      to === null
        ? { userId, kind: "label.removed", data: { promptId, label } }
        : { userId, kind: "label.moved", data: { promptId, label, version: to } },
  });
  return { told, placed };
}

/**
 * Makes the label, or moves it; inside a transaction of the caller's, or in its own. A label that stands there already
 * is left alone. Throws `not_found`, `protected_label`, `label_moved`, `label_limit_reached`.
 */
export function setLabel(
  scope: Scope<Actor> | Moving,
  target: LabelId,
  { version, reason = null }: LabelMove,
  condition = NO_CONDITION,
): Promise<Answer<Label>> {
  // Sound: what `Inner` hides is not used here.
  return atomically(
    scope as Scope<Actor>,
    async (inner) => {
      const state = await prepareMove(inner, target, version, condition);
      if (!state.hasVersion) {
        const message = "is not a version of this prompt";
        const faults = [{ path: "body.version", code: "unknown_version", message }];
        throw new Failure("not_found", { detail: `body.version: ${message}`, faults });
      }
      if (state.current === version) return readLabel(inner, target);
      const { placed } = await commitMove(inner, state, { to: version, reason, undoes: null });
      if (!placed) throw new Error("unreachable: a label with a version is placed");
      return labelAnswer(placedRow(placed, version, state), target.id);
    },
    lineOf(scope, target.id),
  );
}

type Placed = EventRow & { label_created_at: Date; label_updated_at: Date };
const placedRow = (placed: Placed, version: number, { protectedLabels }: Prepared): LabelRow => ({
  label: placed.label,
  version,
  revision: placed.revision,
  updated_by: placed.actor_id,
  mover_name: placed.actor_name,
  is_protected: protectedLabels.includes(placed.label),
  created_at: placed.label_created_at,
  updated_at: placed.label_updated_at,
});

export const moveLabel = (scope: Scope<Actor>, target: LabelId, move: LabelMove): Promise<Answer<Label>> =>
  setLabel(scope, target, move, conditionOf(scope));

export function removeLabel(scope: Scope<Actor>, target: LabelId, reason: string | null): Promise<void> {
  return atomically(
    scope,
    async (inner) => {
      const state = await prepareMove(inner, target, null, conditionOf(scope));
      if (state.current === null) throw new Failure("not_found");
      await commitMove(inner, state, { to: null, reason, undoes: null });
    },
    lineOf(scope, target.id),
  );
}

/** Takes the last move back, whatever it was: also a removal, and also an undo. */
export function undoMove(scope: Scope<Actor>, target: LabelId, reason: string | null): Promise<Answer<LabelEvent>> {
  return atomically(
    scope,
    async (inner) => {
      const state = await prepareMove(inner, target, null, conditionOf(scope));
      if (state.lastId === null) throw new Failure("not_found");
      const { told, placed } = await commitMove(inner, state, { to: state.lastFrom, reason, undoes: state.lastId });
      const headers: Record<string, string> = placed ? { ETag: etagOf({ promptId: target.id, ...placed }) } : {};
      return new Answer(toEvent(told), { headers });
    },
    lineOf(scope, target.id),
  );
}
