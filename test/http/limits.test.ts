import { expect, test } from "vitest";
import { addressGroup } from "../../src/http/limits.ts";
import { createWorld } from "../world.ts";

const statuses = (answers: readonly { status: number }[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

test("exactly the limit is let through however many callers race, and the rest is told when to come back", async () => {
  await using world = await createWorld({ limits: { free: { requests: 60 } } });
  const ada = await world.user();
  const answers = await Promise.all(Array.from({ length: 150 }, () => ada.get("/system/features")));
  const counts = [statuses(answers, 200), statuses(answers, 429)];
  expect(counts).toEqual([60, 90]);
  console.log(`figure: limit 60, ${answers.length} at once: ${counts[0]} let through, ${counts[1]} refused`);
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body).toMatchObject({ code: "rate_limited" });
  expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(890);
  expect(Number(refused?.headers.get("retry-after"))).toBeLessThanOrEqual(930);
  expect(refused?.headers.get("x-ratelimit-remaining")).toBe("0");
});

test("two processes together never let more than the limit through, and what one hands back at its end the other may spend", async () => {
  await using world = await createWorld({ limits: { free: { requests: 60 } } });
  const ada = await world.user();
  const other = await world.another();
  const there = other.as(ada);
  const first = await Promise.all(
    Array.from({ length: 20 }, (_, index) => (index % 2 ? ada : there).get("/system/features")),
  );
  expect(statuses(first, 200)).toBe(20);
  await other.app.stop();
  const rest = await Promise.all(Array.from({ length: 80 }, () => ada.get("/system/features")));
  expect(statuses(rest, 200)).toBe(40);
});

test("callers without a credential are counted by address, and guessed tokens with them", async () => {
  await using world = await createWorld({ limits: { anonymous: { requests: 20 } } });
  const guesses = await Promise.all(
    Array.from({ length: 15 }, () => world.with({ authorization: "Bearer guess" }).get("/prompts")),
  );
  expect(statuses(guesses, 401)).toBe(15);
  const answers = await Promise.all(Array.from({ length: 15 }, () => world.anyone.get("/system/features")));
  expect([statuses(answers, 200), statuses(answers, 429)]).toEqual([5, 10]);
  expect((await (await world.user()).get("/system/features")).status).toBe(200);
});

test("credentials that are not even well-formed count against the address too", async () => {
  await using world = await createWorld({ limits: { anonymous: { requests: 20 } } });
  const odd = [{ authorization: "Basic YTpi" }, { "x-api-key": "x" }, { authorization: "Bearer guess" }];
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) => world.with(odd[index % 3]!).get("/system/features")),
  );
  expect([statuses(answers, 401), statuses(answers, 429)]).toEqual([20, 10]);
});

test("unknown paths count, so that looking for them ends", async () => {
  await using world = await createWorld({ limits: { anonymous: { requests: 20 } } });
  const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => world.anyone.get(`/nothing/${index}`)));
  expect([statuses(answers, 404), statuses(answers, 429)]).toEqual([20, 10]);
});

test("a forged X-Forwarded-For is not another address", async () => {
  await using world = await createWorld({ limits: { anonymous: { requests: 20 } } });
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      world.with({ "x-forwarded-for": `10.0.0.${index}`, "fly-client-ip": `10.1.0.${index}` }).get("/system/features"),
    ),
  );
  expect(statuses(answers, 429)).toBe(10);
  console.log(
    `figure: limit 20, ${answers.length} forged addresses: ${statuses(answers, 200)} let through, ${statuses(answers, 429)} refused`,
  );
});

test("behind a trusted proxy the address is the one in its header", async () => {
  await using world = await createWorld({
    limits: { anonymous: { requests: 20 } },
    env: { TRUST_PROXY: "Fly-Client-IP" },
  });
  const from = (ip: string) =>
    world.with({ "fly-client-ip": ip, "x-forwarded-for": "1.1.1.1" }).get("/system/features");
  const answers = await Promise.all([...Array.from({ length: 25 }, () => from("203.0.113.9")), from("203.0.113.10")]);
  expect(statuses(answers, 429)).toBe(5);
  expect(answers.at(-1)?.status).toBe(200);
  console.log(
    `figure: limit 20, 25 from one address behind a proxy and 1 from another: ${statuses(answers, 429)} refused`,
  );
});

test("probes are never refused", async () => {
  await using world = await createWorld({ limits: { anonymous: { requests: 20 } } });
  await Promise.all(Array.from({ length: 30 }, () => world.anyone.get("/system/features")));
  for (const path of ["/health", "/livez", "/readyz"]) expect((await world.anyone.raw(path)).status).toBe(200);
});

test.each([
  ["2001:db8:1:2:aaaa::1", "2001:0db8:0001:0002"],
  ["2001:db8:1:2:bbbb:cccc:dddd:eeee", "2001:0db8:0001:0002"],
  ["::1", "0000:0000:0000:0000"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["fe80::1%eth0", "fe80:0000:0000:0000"],
  ["192.0.2.7", "192.0.2.7"],
])("%s counts as %s", (ip, group) => expect(addressGroup(ip)).toBe(group));
