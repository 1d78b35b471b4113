import type { Label, LabelEvent } from "./schema.ts";

const promptId = "0199f0a2-7c1e-7000-8000-000000000001";
const ada = { id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10", name: "Ada Lovelace" };
const at = "2026-11-22T12:00:00.000Z";
const pagination = { limit: 20, hasMore: false, nextCursor: null };

export const LABEL: Label = {
  promptId,
  label: "production",
  version: 3,
  revision: 2,
  movedBy: ada,
  isProtected: true,
  createdAt: "2026-11-20T09:00:00.000Z",
  updatedAt: at,
};
export const LABEL_PAGE = { data: [LABEL], pagination };
export const MOVE = { version: 3, reason: "Passed the evaluation of 21 November" };

const moved: LabelEvent = {
  id: "0199f0a2-7c1e-7000-8000-0000000000e2",
  label: "production",
  revision: 2,
  from: 1,
  to: 3,
  reason: MOVE.reason,
  undoes: null,
  by: { ...ada, kind: "session" },
  at,
};
export const LABEL_EVENT_PAGE = { data: [moved], pagination };
export const UNDONE: LabelEvent = {
  ...moved,
  id: "0199f0a2-7c1e-7000-8000-0000000000e3",
  revision: 3,
  from: 3,
  to: 1,
  reason: "Answers got longer",
  undoes: moved.id,
};
