import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { auditOf } from "../features/auth/answers.ts";
import { createWorld, type World } from "../world.ts";

vi.setConfig({ testTimeout: 120_000 });

const ROUNDS = 100;
const PARALLEL = 50;
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const refresh = (refreshToken: string) => world.anyone.post("/auth/refresh", { refreshToken });
const pass = (ms: number) => void (world.clock.now = new Date(world.clock.now.getTime() + ms));
const times = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

test("case 5: of 100 times 50 parallel refreshes of one token, none loses the session: all share one successor", async () => {
  let lost = 0;
  const sessions: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const ada = await world.user();
    sessions.push(ada.sessionId);
    const replies = await times(PARALLEL, () => refresh(ada.refreshToken));
    const successors = new Set(replies.map(({ body }) => body.refreshToken));
    if (successors.size !== 1 || replies.some(({ status }) => status !== 200)) lost += 1;
  }
  expect(lost).toBe(0);
  const kept = await world.sql(
    `select (select count(*)::int from promptr.sessions where id = any($1::uuid[]) and revoked_at is null) as open,
      (select count(*)::int from promptr.refresh_tokens where session_id = any($1::uuid[])) as tokens`,
    [sessions],
  );
  expect(kept).toEqual([{ open: ROUNDS, tokens: 2 * ROUNDS }]);
});

test("case 5: a stolen token used after ten seconds is refused and ends the family, 100 times of 100, with one audit row each", async () => {
  const users = await times(ROUNDS, () => world.user());
  const successors = await times(
    ROUNDS,
    async (index) => (await refresh(users[index]!.refreshToken)).body.refreshToken,
  );
  pass(10_001);
  const stolen = await times(ROUNDS, (index) => refresh(users[index]!.refreshToken));
  expect(stolen.filter(({ status, body }) => status === 401 && body.code === "invalid_refresh_token")).toHaveLength(
    ROUNDS,
  );
  const family = await times(ROUNDS, (index) => refresh(successors[index]));
  expect(family.filter(({ status }) => status === 401)).toHaveLength(ROUNDS);
  const ended = await world.sql(
    "select id from promptr.sessions where id = any($1::uuid[]) and revoked_reason = 'refresh_reuse'",
    [users.map(({ sessionId }) => sessionId)],
  );
  expect(ended).toHaveLength(ROUNDS);
  const audited = await world.sql(
    "select subject_id from promptr.audit_log where action = 'session.refresh_reuse' and subject_id = any($1)",
    [users.map(({ sessionId }) => sessionId)],
  );
  expect(audited).toHaveLength(ROUNDS);
  expect(new Set(audited.map(({ subject_id }) => subject_id))).toEqual(
    new Set(users.map(({ sessionId }) => sessionId)),
  );
});

test("case 5: the audit row of a reuse names the session and its owner, and nobody as the one who did it", async () => {
  const ada = await world.user();
  await refresh(ada.refreshToken);
  pass(10_001);
  await times(5, () => refresh(ada.refreshToken));
  expect(await auditOf(world, ada.userId)).toEqual([
    {
      action: "session.refresh_reuse",
      actor_kind: "nobody",
      actor_id: null,
      subject_type: "session",
      subject_id: ada.sessionId,
      details: {},
    },
  ]);
});

test("case 5: when the audit row cannot be written, the session is not ended either", async () => {
  await using broken = await createWorld();
  const ada = await broken.user();
  await broken.anyone.post("/auth/refresh", { refreshToken: ada.refreshToken });
  broken.clock.now = new Date(broken.clock.now.getTime() + 10_001);
  await broken.sql("alter table promptr.audit_log add constraint none check (false) not valid");
  expect((await broken.anyone.post("/auth/refresh", { refreshToken: ada.refreshToken })).status).toBe(500);
  expect(await broken.sql("select revoked_at from promptr.sessions")).toEqual([{ revoked_at: null }]);
});

test("case 5: the token of a session that was logged out, and an access token, refresh nothing: 401", async () => {
  const [ada, eve] = [await world.user(), await world.user()];
  expect((await ada.post("/auth/logout")).status).toBe(204);
  for (const token of [ada.refreshToken, ada.accessToken, eve.accessToken]) {
    const reply = await refresh(token);
    expect([reply.status, reply.body.code]).toEqual([401, "invalid_refresh_token"]);
  }
  expect((await refresh(eve.refreshToken)).status).toBe(200);
  expect((await world.with({ authorization: `Bearer ${eve.refreshToken}` }).get("/auth/sessions")).status).toBe(401);
});
