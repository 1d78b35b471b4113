import { randomUUID } from "node:crypto";
import { strFromU8, unzipSync } from "fflate";
import { jobScopeOf } from "../../../src/app/queue.ts";
import type { Job } from "../../../src/contract/job.ts";
import type { Settings } from "../../../src/contract/ports.ts";
import { asUser } from "../../../src/db/identity.ts";
import { features } from "../../../src/features/index.ts";
import { sendMail } from "../../../src/features/mail/index.ts";
import { makeExport } from "../../../src/features/privacy/index.ts";
import type { Scope } from "../../../src/scope.ts";
import { caller } from "../../caller.ts";
import type { User, World } from "../../world.ts";

type Over = {
  readonly signal?: AbortSignal;
  readonly id?: string;
  readonly ports?: Partial<Scope["ports"]>;
  readonly settings?: Partial<Settings>;
};

/** Runs a job as a worker would, here and now. */
export async function runJob(world: World, job: Job, payload: object, over: Over = {}): Promise<void> {
  const { app, clock } = world;
  const settings = { publicUrl: "https://promptr.test", docs: true, flags: {}, ...over.settings } as Settings;
  const ports = { ...app.ports, ...over.ports };
  const base = { db: world.db(asUser(null)), jobs: app.jobs, ports, settings, now: () => clock.now };
  const scope = jobScopeOf(base, app.storage)(null, over.signal ?? new AbortController().signal);
  const handler = features.flatMap(({ handlers }) => handlers).find((one) => one.job === job);
  if (!handler) throw new Error(`${job.name} has no handler`);
  const run = handler.run as (scope: Scope<null>, payload: unknown, attempt: { id: string }) => Promise<void>;
  await run(scope, job.payload.parse(payload), { id: over.id ?? randomUUID() });
}

/** Runs what waits in a queue, and takes it out. */
export async function runQueued(world: World, job: Job): Promise<number> {
  const rows = await world.sql(
    "select id, data -> 'payload' as payload from pgboss.job where name = $1 and state < 'active'",
    [job.name],
  );
  for (const { id, payload } of rows) {
    await runJob(world, job, payload as object, { id: id as string });
    await world.sql("delete from pgboss.job where id = $1", [id]);
  }
  return rows.length;
}

export type Downloaded = { readonly status: number; readonly headers: Headers; readonly bytes: Buffer };
export async function download(url: string, headers: Record<string, string> = {}): Promise<Downloaded> {
  const response = await fetch(url, { headers });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}
export const bearer = ({ accessToken }: { accessToken: string }) => ({ authorization: `Bearer ${accessToken}` });

/** The files of an archive by name. */
export const unzip = (bytes: Buffer): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)]));

/** Asks for an export, has it made, and fetches it. */
export async function exportOf(world: World, user: User): Promise<{ id: string; files: Record<string, string> }> {
  const { body } = await user.post("/users/export-data");
  await runJob(world, makeExport, { exportId: body.id });
  const { bytes } = await download(`${world.url}/api/v1/users/exports/${body.id}/download`, bearer(user));
  return { id: body.id, files: unzip(bytes) };
}

/** Sends the waiting mails and returns the texts of those to one address, newest first. */
export async function mailsTo(world: World, address: string): Promise<string[]> {
  await runQueued(world, sendMail);
  const { outbox } = world.app.ports.mailer;
  if (!outbox) throw new Error("Mails of tests go to the outbox");
  const sent = await outbox.list(100);
  const texts = await Promise.all(sent.filter(({ to }) => to.includes(address)).map(({ file }) => outbox.read(file)));
  // Quoted-printable breaks long lines with "=" at the end.
  return texts.map((text) => (text ?? "").replaceAll(/=\r?\n/g, "").replaceAll("=3D", "="));
}

export const PASSWORD = "correct horse 42";

/** An account with a password, signed in. */
export async function register(world: World, email = `person-${randomUUID()}@example.com`): Promise<User> {
  const { body } = await world.anyone.post("/auth/register", { email, password: PASSWORD, fullName: "Ada Lovelace" });
  const { accessToken, refreshToken, user } = body;
  return { ...caller(world.url, bearer(body)), userId: user.id, sessionId: "", email, accessToken, refreshToken };
}
