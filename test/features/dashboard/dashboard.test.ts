import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addressOf, lazyDashboard } from "../../../src/app/dashboard.ts";
import { createWorld, until, type User, type World } from "../../world.ts";

let world: World;
let admin: User;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  admin = await world.user({ role: "admin" });
});

const cookieOf = (header: string | null): string => header?.split(";")[0] ?? "";
const opened = async (by: User = admin): Promise<string> => {
  const { status, headers } = await by.post("/admin/dashboard/session");
  expect(status).toBe(204);
  return cookieOf(headers.get("set-cookie"));
};
const look = (cookie: string, path = "/admin/dashboard") => world.anyone.raw(path, { headers: { cookie } });
const form = (token: string, headers: Record<string, string> = { origin: "https://promptr.test" }) =>
  world.anyone.raw("/admin/dashboard/session", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: new URLSearchParams({ token }).toString(),
  });
const told = (action: string) =>
  world.sql("select details, outcome from promptr.audit_log where action = $1 and actor_id = $2 order by seq", [
    action,
    admin.userId,
  ]);

describe("the dashboard", () => {
  test("asks everybody without its cookie for a token, and shows them nothing else", async () => {
    const anybody = await world.anyone.raw("/admin/dashboard");
    expect(anybody.status).toBe(401);
    expect(anybody.text).toContain("Access token");
    for (const path of [
      "/admin/dashboard/",
      "/admin/dashboard/queues",
      "/admin/dashboard/jobs",
      "/admin/dashboard/_root.data",
    ]) {
      const answer = await world.anyone.raw(path);
      expect([path, answer.status]).toEqual([path, 401]);
      expect(answer.text).not.toContain("mail.send");
    }
    // An access token alone does not open it, so no other page of this server can be made to.
    expect((await admin.raw("/admin/dashboard")).status).toBe(401);
    expect((await world.anyone.raw("/admin/dashboard/send", { method: "POST", body: "queueName=x" })).status).toBe(401);
  });

  test("opens to an administrator's cookie, which opens nothing else, and under a policy of its own", async () => {
    const { headers } = await admin.post("/admin/dashboard/session");
    const set = headers.get("set-cookie") ?? "";
    expect(set).toMatch(/; Path=\/admin\/dashboard; Max-Age=(?:900|899); HttpOnly; SameSite=Strict; Secure$/);
    expect(set).not.toContain(admin.accessToken);
    const page = await look(cookieOf(set));
    expect(page.status).toBe(200);
    expect(page.text).toContain("pg-boss");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(/script-src[^;]*unsafe/.test(policy)).toBe(false);
    expect(page.headers.get("cache-control")).toMatch(/no-store/);
    expect(page.headers.get("set-cookie")).toBeNull();
    const [connection] = [world.app.storage.connections.app];
    expect(page.text).not.toContain(String(connection.connectionString));
    expect(page.text).not.toContain("postgres://");
    const cookie = cookieOf(set);
    expect((await world.anyone.raw("/api/v1/users/profile", { headers: { cookie } })).status).toBe(401);
    expect((await world.anyone.raw("/api/v1/admin/users", { headers: { cookie } })).status).toBe(401);
    expect(await told("dashboard.open")).toHaveLength(1);
  });

  test("shows its pages whatever origin a request to read names", async () => {
    const cookie = await opened();
    for (const origin of ["null", "https://evil.example", "/", "http://["])
      expect((await world.anyone.raw("/admin/dashboard", { headers: { cookie, origin } })).status).toBe(200);
  });

  test("is closed to a cookie that was changed, is another's, or is garbage", async () => {
    const cookie = await opened();
    const user = await world.user();
    const wrong = [
      cookie.replace(admin.userId, user.userId),
      cookie.replace(/\.(\d{13})\./, (_all, at: string) => `.${Number(at) + 1_000_000}.`),
      cookie.slice(0, -1) + (cookie.endsWith("A") ? "B" : "A"),
      "promptr_dashboard=",
      "promptr_dashboard=a.b.c.d",
      `promptr_dashboard=${admin.accessToken}`,
    ];
    for (const one of wrong) expect([one, (await look(one)).status]).toEqual([one, 401]);
    expect((await look(`other=1; ${cookie}; more=2`)).status).toBe(200);
  });

  test("closes after a quarter of an hour", async () => {
    const cookie = await opened();
    const at = world.clock.now;
    try {
      world.clock.now = new Date(at.getTime() + 899_000);
      expect((await look(cookie)).status).toBe(200);
      world.clock.now = new Date(at.getTime() + 900_001);
      expect((await look(cookie)).status).toBe(401);
    } finally {
      world.clock.now = at;
    }
  });

  test.each([
    ["the session ends", (who: User) => who.post("/auth/logout")],
    ["the role ends", async (who: User, by: User) => by.put(`/admin/users/${who.userId}`, { role: "user" })],
    [
      "the account is suspended",
      async (who: User, by: User) => by.put(`/admin/users/${who.userId}`, { suspended: true }),
    ],
  ])("closes when %s, in every process", async (_what, end) => {
    const [cookie, chief] = [await opened(), await world.user({ role: "admin" })];
    const other = await world.another();
    const elsewhere = async () => (await other.anyone.raw("/admin/dashboard", { headers: { cookie } })).status;
    expect([(await look(cookie)).status, await elsewhere()]).toEqual([200, 200]);
    await end(admin, chief);
    expect((await look(cookie)).status).toBe(401);
    await until(async () => (await elsewhere()) === 401, 2_000);
  });

  test("does what an administrator asks for from its own pages only, and records it", async () => {
    const cookie = await opened();
    const [row] = await world.sql(
      "insert into pgboss.job (name, data, state, retry_limit, dead_letter) values ('mail.send', '{}', 'failed', 2, 'dead_letter') returning id",
    );
    const id = String(row?.["id"]);
    const act = (headers: Record<string, string>) =>
      world.anyone.raw("/admin/dashboard/queues/mail.send.data", {
        method: "POST",
        headers: { cookie, "content-type": "application/x-www-form-urlencoded", ...headers },
        body: new URLSearchParams({ intent: "retry", jobId: id }).toString(),
      });
    const stateOf = async () =>
      (await world.sql("select state::text from pgboss.job where id = $1", [id]))[0]?.["state"];
    for (const origin of [undefined, "https://evil.example", "null", "https://promptr.test.evil.example"])
      expect((await act(origin === undefined ? {} : { origin })).status).toBe(403);
    expect([await stateOf(), await told("dashboard.act")]).toEqual(["failed", []]);
    expect((await act({ origin: "https://promptr.test" })).status).toBeLessThan(300);
    expect(await stateOf()).toBe("retry");
    expect(await told("dashboard.act")).toEqual([
      { details: { path: "/admin/dashboard/queues/mail.send.data", intent: "retry" }, outcome: "done" },
    ]);
    const large = await world.anyone.raw("/admin/dashboard/send.data", {
      method: "POST",
      headers: { cookie, origin: "https://promptr.test", "content-type": "application/x-www-form-urlencoded" },
      body: "x".repeat(70_000),
    });
    expect(large.status).toBe(413);
  });
});

describe("its form", () => {
  test("leads an administrator on, and tells everybody else what is wrong without leaving a cookie", async () => {
    const good = await form(admin.accessToken);
    expect([good.status, good.headers.get("location")]).toEqual([303, "/admin/dashboard"]);
    expect((await look(cookieOf(good.headers.get("set-cookie")))).status).toBe(200);
    const user = await world.user();
    for (const [answer, status, words] of [
      [await form("garbage"), 401, "not a valid access token"],
      [await form(""), 401, "not a valid access token"],
      [await form(user.accessToken), 403, "not an administrator"],
      [await form(admin.accessToken, { origin: "https://evil.example" }), 403, "another site"],
      [await form(admin.accessToken, {}), 403, "another site"],
    ] as const) {
      expect([answer.status, answer.headers.get("set-cookie")]).toEqual([status, null]);
      expect(answer.text).toContain(words);
    }
    const [denied] = await world.sql("select outcome from promptr.audit_log where actor_id = $1", [user.userId]);
    expect(denied).toEqual({ outcome: "denied" });
  });
});

describe("without it", () => {
  const connection = { host: "/tmp/s p", user: "a@b", database: "d", password: "p:w", port: 1 };
  const path = "/admin/dashboard";
  test("there is a page that says so, where the package is missing or a pooler stands before the database", async () => {
    const gone = Object.assign(new Error("gone"), { code: "ERR_MODULE_NOT_FOUND" });
    expect(await lazyDashboard({ connection, pooled: false, path }, () => Promise.reject(gone)).open()).toBeNull();
    expect(await lazyDashboard({ connection, pooled: true, path }).open()).toBeNull();
    const broken = lazyDashboard({ connection, pooled: false, path }, () => Promise.reject(new Error("broken")));
    await expect(broken.open()).rejects.toThrow("broken");
    await broken.close();
  });

  test("its connection takes the rights of the jobs' role, whatever the address looks like", () => {
    expect(addressOf(connection)).toBe(
      "postgres://a%40b:p%3Aw@/d?host=%2Ftmp%2Fs%20p&port=1&options=-c%20role%3Dpromptr_jobs",
    );
    expect(addressOf({ connectionString: "postgres://u@h/d" })).toBe(
      "postgres://u@h/d?options=-c%20role%3Dpromptr_jobs",
    );
    expect(addressOf({ connectionString: "postgres://u@h/d?options=endpoint%3Dx&sslmode=require" })).toBe(
      "postgres://u@h/d?options=endpoint%3Dx%20-c%20role%3Dpromptr_jobs&sslmode=require",
    );
  });
});
