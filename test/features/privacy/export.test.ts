import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeExport, PERSONAL_TABLES } from "../../../src/features/privacy/index.ts";
import { limitsBut } from "../auth/answers.ts";
import { createWorld, type User, type World } from "../../world.ts";
import { bearer, download, exportOf, mailsTo, runJob, unzip } from "./fixture.ts";

const DAY_MS = 86_400_000;
let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const statusOf = async (user: User, id: string) => {
  const { status, body } = await user.get(`/users/exports/${id}`);
  return status === 200 ? body.state : body.code;
};

describe("an export", () => {
  test("is taken on, made by a job, told of, and downloaded byte for byte", async () => {
    const ada = await world.user();
    await ada.post("/prompts", { title: "Mine", task: "Do it.", tags: ["a", "b"] });
    const asked = await ada.post("/users/export-data");
    expect(asked.status).toBe(202);
    const { id } = asked.body;
    expect(asked.headers.get("location")).toBe(`/api/v1/users/exports/${id}`);
    expect(asked.body).toEqual({
      id,
      state: "queued",
      createdAt: world.clock.now.toISOString(),
      expiresAt: new Date(world.clock.now.getTime() + 7 * DAY_MS).toISOString(),
      bytes: null,
      sha256: null,
      downloadUrl: null,
    });
    expect(await world.queued("users.export")).toContainEqual({ exportId: id });
    expect((await ada.get(`/users/exports/${id}/download`)).body.code).toBe("export_running");

    await runJob(world, makeExport, { exportId: id });
    const { body } = await ada.get(`/users/exports/${id}`);
    expect(body).toMatchObject({
      state: "ready",
      downloadUrl: `https://promptr.test/api/v1/users/exports/${id}/download`,
    });
    const file = await download(`${world.url}/api/v1/users/exports/${id}/download`, bearer(ada));
    expect(file.status).toBe(200);
    expect(file.headers.get("content-type")).toBe("application/zip");
    expect(file.headers.get("content-disposition")).toMatch(
      /^attachment; filename="promptr-export-\d{4}-\d\d-\d\d\.zip"$/,
    );
    expect(file.headers.get("cache-control")).toContain("no-store");
    expect(Number(file.headers.get("content-length"))).toBe(body.bytes);
    expect(file.bytes.length).toBe(body.bytes);
    expect(createHash("sha256").update(file.bytes).digest("hex")).toBe(body.sha256);

    const notices = await world.sql("select kind from promptr.notifications where user_id = $1", [ada.userId]);
    expect(notices).toEqual([{ kind: "export_ready" }]);
    const [mail = ""] = await mailsTo(world, ada.email);
    const link = /https:\/\/promptr\.test(\/exports\/download\/[\w-]{43})/.exec(mail)?.[1] ?? "";
    const fetched = await download(world.url + link);
    expect([fetched.status, fetched.headers.get("cache-control")]).toEqual([200, "private, no-store"]);
    expect(fetched.bytes.equals(file.bytes)).toBe(true);
    const audit = await world.sql("select action, actor_id, subject_id from promptr.audit_log where owner_id = $1", [
      ada.userId,
    ]);
    expect(audit).toContainEqual({ action: "data.export", actor_id: ada.userId, subject_id: id });
  });

  test("holds every table twice, counts its rows, and says what was left out", async () => {
    const ada = await world.user();
    await ada.post("/prompts", {
      title: "=1+1",
      task: 'Line one\nline "two", {{x}}',
      tags: ["a", "b"],
      isPublic: true,
    });
    const { files } = await exportOf(world, ada);
    const tables = PERSONAL_TABLES.map(({ name }) => name);
    expect(Object.keys(files).toSorted()).toEqual(
      ["README.txt", "manifest.json", ...tables.flatMap((name) => [`${name}.json`, `${name}.csv`])].toSorted(),
    );
    const manifest = JSON.parse(files["manifest.json"]!);
    expect(manifest).toMatchObject({ schemaVersion: 1, createdAt: world.clock.now.toISOString() });
    for (const { file, rows } of manifest.files.filter(({ file }: { file: string }) => file.endsWith(".json")))
      expect([file, JSON.parse(files[file]!).length]).toEqual([file, rows]);
    expect(manifest.files).toContainEqual({ file: "prompts.csv", rows: 1 });
    expect(manifest.omitted).toEqual(
      Object.fromEntries(
        PERSONAL_TABLES.filter(({ omitted }) => Object.keys(omitted).length > 0).map(({ name, omitted }) => [
          name,
          omitted,
        ]),
      ),
    );
    const [prompt] = JSON.parse(files["prompts.json"]!);
    expect(prompt).toMatchObject({ title: "=1+1", tags: ["a", "b"], is_public: true, user_id: ada.userId });
    const lines = files["prompts.csv"]!;
    expect(lines.split("\n")[0]).toBe(PERSONAL_TABLES.find(({ name }) => name === "prompts")?.exported.join(","));
    expect(lines).toContain(`,'=1+1,`); // a spreadsheet takes it for text
    expect(lines).toContain(`"Line one\nline ""two"", {{x}}"`);
    expect(lines).toContain(`"[""a"",""b""]"`);
    expect(lines).toContain(",true,approved,");
    expect(files["notifications.json"]).toBe("[]\n");
    expect(files["notifications.csv"]).toBe("id,user_id,kind,title,body,created_at,read_at\n");
  });

  test("holds no secret, not even its digest, and nothing of anybody else", async () => {
    const [ada, eve] = [await world.user(), await world.user()];
    await eve.post("/prompts", { title: "Published by Eve", task: "Everybody may read it.", isPublic: true });
    const { body } = await ada.post("/prompts", { title: "Mine", task: "Mine." });
    await ada.post("/sharing/create", { promptId: body.id, password: "open sesame" });
    await world.apiKey(ada);
    const all = Object.values((await exportOf(world, ada)).files).join("\n");
    expect(all).toContain(ada.email);
    expect(all).not.toContain(eve.userId);
    expect(all).not.toContain("Published by Eve");
    const secrets = await world.sql(
      `select encode(token_hash, 'hex') as secret from promptr.refresh_tokens
       union all select encode(secret_hash, 'hex') from promptr.api_key_secrets
       union all select encode(share_token, 'hex') from promptr.shared_prompts
       union all select password_hash from promptr.shared_prompts where password_hash is not null`,
    );
    expect(secrets.length).toBeGreaterThanOrEqual(4);
    for (const { secret } of secrets) expect(all).not.toContain(secret);
  });

  test("reads tables longer than a page whole, each row once", async () => {
    const ada = await world.user();
    await world.sql(
      `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score, deleted_at)
       select gen_random_uuid(), $1, n::text, 't', 't', 0, case when n % 3 = 0 then now() end from generate_series(1, 61) n`,
      [ada.userId],
    );
    await world.sql(
      `insert into promptr.prompt_versions (prompt_id, user_id, version, author_id, content_hash, task, raw_prompt, selected_model, quality_score)
       select id, user_id, v, user_id, sha256(''), 't', 't', 'm', 0 from promptr.prompts, generate_series(1, 3) v where user_id = $1`,
      [ada.userId],
    );
    const { files } = await exportOf(world, ada);
    const titles = JSON.parse(files["prompts.json"]!).map(({ title }: { title: string }) => Number(title));
    expect(titles.toSorted((a: number, b: number) => a - b)).toEqual(Array.from({ length: 61 }, (_, n) => n + 1));
    const versions = JSON.parse(files["prompt_versions.json"]!) as { prompt_id: string; version: number }[];
    expect(new Set(versions.map(({ prompt_id, version }) => `${prompt_id} ${version}`)).size).toBe(183);
    expect(versions).toHaveLength(183);
  });

  test("is the caller's own: to others it does not exist, and an API key may not ask", async () => {
    const [ada, eve] = [await world.user(), await world.user()];
    const { id } = await exportOf(world, ada);
    for (const path of [`/users/exports/${id}`, `/users/exports/${id}/download`]) {
      expect((await eve.get(path)).body.code).toBe("not_found");
      expect((await ada.get(path.replace(id, randomUUID()))).body.code).toBe("not_found");
    }
    const key = await world.apiKey(ada);
    expect((await key.post("/users/export-data")).body.code).toBe("user_token_required");
    expect((await key.get(`/users/exports/${id}/download`)).body.code).toBe("user_token_required");
  });

  test("is gone after seven days, by the link too, and one that failed is gone at once", async () => {
    await using later = await createWorld();
    const ada = await later.user();
    const { body } = await ada.post("/users/export-data");
    await runJob(later, makeExport, { exportId: body.id });
    const [mail = ""] = await mailsTo(later, ada.email);
    const link = /\/exports\/download\/[\w-]{43}/.exec(mail)?.[0] ?? "";
    const start = later.clock.now;
    const fresh = async () =>
      bearer({ accessToken: await later.app.ports.tokens.issue({ ...ada, now: later.clock.now }) });
    later.clock.now = new Date(start.getTime() + 7 * DAY_MS - 60_000);
    expect((await download(later.url + link)).status).toBe(200);
    later.clock.now = new Date(start.getTime() + 7 * DAY_MS + 60_000);
    expect((await later.anyone.raw(link)).body.code).toBe("export_gone");
    const path = `/users/exports/${body.id}`;
    expect((await later.anyone.get(path, await fresh())).body.code).toBe("export_gone");
    expect((await later.anyone.get(`${path}/download`, await fresh())).body.code).toBe("export_gone");
    await later.sql(
      "update promptr.exports set state = 'failed', bytes = null, sha256 = null, expires_at = now() + interval '9 days'",
    );
    expect((await later.anyone.get(path, await fresh())).body.code).toBe("export_gone");
  });
});

describe("the mailed link", () => {
  test("of nobody leads nowhere, and costs the address a try", async () => {
    await using strict = await createWorld({ limits: limitsBut({ mailedLink: 3 }) });
    const path = `/exports/download/${"x".repeat(43)}`;
    for (const one of [path, "/exports/download/short", path])
      expect((await strict.anyone.raw(one)).body.code).toBe("not_found");
    const refused = await strict.anyone.raw(path);
    expect([refused.status, refused.body.code]).toEqual([429, "rate_limited"]);
  });

  test("answers HEAD with the length of the file and nothing else", async () => {
    const ada = await world.user();
    const { body } = await ada.post("/users/export-data");
    await runJob(world, makeExport, { exportId: body.id });
    const [mail = ""] = await mailsTo(world, ada.email);
    const link = /\/exports\/download\/[\w-]{43}/.exec(mail)?.[0] ?? "";
    const { bytes } = (await ada.get(`/users/exports/${body.id}`)).body;
    const head = await world.anyone.raw(link, { method: "HEAD" });
    expect([head.status, Number(head.headers.get("content-length")), head.text]).toEqual([200, bytes, ""]);
    expect((await download(world.url + link)).bytes.length).toBe(bytes);
  });
});

describe("a download", () => {
  test("of a file that is removed while it leaves breaks off instead of looking whole", async () => {
    const ada = await world.user();
    const { id } = await exportOf(world, ada);
    // More than sockets buffer, so that the server is still reading when the rest is removed.
    const parts = 80;
    await world.sql(
      `insert into promptr.export_chunks select $1, $2, n, (select string_agg(sha256((n * 10000 + i)::text::bytea), '') from generate_series(1, 8000) i)
       from generate_series(1, $3) n`,
      [id, ada.userId, parts],
    );
    await world.sql(
      "update promptr.exports set bytes = (select sum(length(bytes)) from promptr.export_chunks where export_id = $1) where id = $1",
      [id],
    );
    const response = await fetch(`${world.url}/api/v1/users/exports/${id}/download`, { headers: bearer(ada) });
    await world.sql("delete from promptr.export_chunks where export_id = $1 and part > 60", [id]);
    await expect(response.arrayBuffer()).rejects.toThrow("terminated");
  });
});

describe("the job", () => {
  test("starts over what a dead attempt left, and an attempt that was overtaken writes nothing more", async () => {
    const ada = await world.user();
    const { body } = await ada.post("/users/export-data");
    const { id } = body;
    await world.sql("update promptr.exports set state = 'running' where id = $1", [id]);
    await world.sql("insert into promptr.export_chunks select $1, $2, n, 'left over' from generate_series(0, 250) n", [
      id,
      ada.userId,
    ]);
    await runJob(world, makeExport, { exportId: id });
    const { bytes } = await download(`${world.url}/api/v1/users/exports/${id}/download`, bearer(ada));
    expect(Object.keys(unzip(bytes))).toContain("manifest.json");
    const chunks = await world.sql("select part from promptr.export_chunks where export_id = $1", [id]);
    expect(chunks).toEqual([{ part: 0 }]);
    await runJob(world, makeExport, { exportId: id }); // delivered twice: nothing happens
    expect((await download(`${world.url}/api/v1/users/exports/${id}/download`, bearer(ada))).bytes.equals(bytes)).toBe(
      true,
    );
    expect((await mailsTo(world, ada.email)).length).toBe(1);
  });

  test("of two attempts at the same time, one makes the file and the other gives way", async () => {
    const ada = await world.user();
    await world.sql(
      `insert into promptr.prompts (id, user_id, title, task, raw_prompt, quality_score)
       select gen_random_uuid(), $1, n::text, (select string_agg(md5((n * 1000 + i)::text), '') from generate_series(1, 600) i), 't', 0
       from generate_series(1, 100) n`,
      [ada.userId],
    );
    const { body } = await ada.post("/users/export-data");
    const attempts = await Promise.allSettled([1, 2, 3].map(() => runJob(world, makeExport, { exportId: body.id })));
    expect(attempts.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
    expect(await statusOf(ada, body.id)).toBe("ready");
    const { sha256 } = (await ada.get(`/users/exports/${body.id}`)).body;
    const { bytes } = await download(`${world.url}/api/v1/users/exports/${body.id}/download`, bearer(ada));
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);
    expect(JSON.parse(unzip(bytes)["prompts.json"]!)).toHaveLength(100);
    expect(await mailsTo(world, ada.email)).toHaveLength(1);
  });
});
