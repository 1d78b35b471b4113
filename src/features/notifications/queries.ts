import { build, statement } from "../../db/build.ts";

type NewNotification = { id: string; userId: string; kind: string; title: string; body: string; now: Date };

export const insertNotification = statement((p: NewNotification) =>
  build
    .insertInto("notifications")
    .values({ id: p.id, user_id: p.userId, kind: p.kind, title: p.title, body: p.body, created_at: p.now }),
);
