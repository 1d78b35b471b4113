import fc from "fast-check";
import { expect } from "vitest";
import type { Answered, Caller } from "../caller.ts";
import { viewsOf } from "../features/sharing/fixture.ts";
import type { User, World } from "../world.ts";
import { atOnce, command, SECOND_MS, tally } from "./model.ts";

const MINUTE_MS = 60 * SECOND_MS;
const LINKS_MAX = 2;

export type Real = {
  readonly world: World;
  readonly owners: readonly [Caller, Caller];
  readonly visitors: readonly [Caller, Caller];
};
type Rules = { maxViews: number | null; expiresAt: number | null; password: string | null };
type Link = Rules & { readonly token: string; views: number; isRevoked: boolean };
export type Model = { readonly owner: User; readonly promptId: string; readonly links: Link[] };

const at = fc.constantFrom<0 | 1>(0, 1);
const pick = fc.nat({ max: LINKS_MAX - 1 });
const maxViews = fc.integer({ min: 1, max: 12 });
const password = fc.constantFrom("open sesame", "abracadabra");
const livesMs = fc.constantFrom(MINUTE_MS, 10 * MINUTE_MS);
const chosen = ({ links }: Model, which: number): Link => links[which % links.length]!;
const hasLinks = ({ links }: Readonly<Model>): boolean => links.length > 0;

type Wish = { maxViews?: number | null; livesMs?: number | null; password?: string | null };
/** What was wished for, as a body and as rules. */
function rulesOf({ livesMs: ms, ...rest }: Wish, now: number): { body: object; rules: Partial<Rules> } {
  if (ms === undefined) return { body: rest, rules: rest };
  const expiresAt = ms === null ? null : now + ms;
  const written = expiresAt === null ? null : new Date(expiresAt).toISOString();
  return { body: { ...rest, expiresAt: written }, rules: { ...rest, expiresAt } };
}

/** What becomes of one more visit; "views" when it is let in. */
function verdictOf(link: Link, given: string | null, now: number): "views" | 401 | 404 | 410 {
  if (link.isRevoked) return 404;
  if (link.expiresAt !== null && link.expiresAt <= now) return 410;
  if (link.maxViews !== null && link.views >= link.maxViews) return 410;
  return link.password === null || link.password === given ? "views" : 401;
}

const headersOf = (given: string | null): Record<string, string> =>
  given === null ? {} : { "x-share-password": given };
const visit = (visitor: Caller, { token }: Link, given: string | null): Promise<Answered> =>
  visitor.get(`/sharing/${token}`, headersOf(given));

const create = command<Model, Real, { where: 0 | 1; wish: Wish }>(
  "make a link",
  fc.record({ where: at, wish: fc.record({ maxViews, livesMs, password }, { requiredKeys: ["maxViews"] }) }),
  async (model, { world, owners }, { where, wish }) => {
    const { body, rules } = rulesOf(wish, world.clock.now.getTime());
    const made = await owners[where].post("/sharing/create", { promptId: model.promptId, ...body });
    expect(made.status).toBe(201);
    const open: Rules = { maxViews: null, expiresAt: null, password: null };
    model.links.push({ ...open, ...rules, token: made.body.token, views: 0, isRevoked: false });
  },
  ({ links }) => links.length < LINKS_MAX,
);

type Visits = { which: number; visitors: number; given: string | null };
const visits = fc.record({
  which: pick,
  visitors: fc.integer({ min: 1, max: 10 }),
  given: fc.option(password, { freq: 2 }),
});

/** As many as there is room for are let in, exactly, and the rest is told the same. */
const open = command<Model, Real, Visits>(
  "open",
  visits,
  async (model, { world, visitors: places }, { which, visitors, given }) => {
    const link = chosen(model, which);
    const verdict = verdictOf(link, given, world.clock.now.getTime());
    const room = verdict === "views" ? Math.min(visitors, (link.maxViews ?? Infinity) - link.views) : 0;
    const answers = await atOnce(visitors, places, (place) => visit(place, link, given));
    const late = verdict === "views" ? 410 : verdict;
    const expected = [
      ...Array.from({ length: room }, () => 200),
      ...Array.from({ length: visitors - room }, () => late),
    ];
    expect(tally(answers.map(({ status }) => status))).toEqual(tally(expected));
    const used = answers.filter(({ status }) => status === 200).map(({ body }) => body.views.used as number);
    expect(used.toSorted((a, b) => a - b)).toEqual(used.map((_, n) => link.views + n + 1));
    link.views += room;
  },
  hasLinks,
);

const update = command<Model, Real, { which: number; where: 0 | 1; wish: Wish }>(
  "change",
  fc.record({
    which: pick,
    where: at,
    wish: fc.record(
      { maxViews: fc.option(maxViews), livesMs: fc.option(livesMs), password: fc.option(password) },
      { requiredKeys: [] },
    ),
  }),
  async (model, { world, owners }, { which, where, wish }) => {
    const link = chosen(model, which);
    const { body, rules } = rulesOf(wish, world.clock.now.getTime());
    const { status } = await owners[where].put(`/sharing/${link.token}`, body);
    expect(status).toBe(link.isRevoked ? 404 : 200);
    if (!link.isRevoked) Object.assign(link, rules);
  },
  hasLinks,
);

const revoke = command<Model, Real, { which: number; where: 0 | 1 }>(
  "revoke",
  fc.record({ which: pick, where: at }),
  async (model, { owners }, { which, where }) => {
    const link = chosen(model, which);
    expect((await owners[where].delete(`/sharing/${link.token}`)).status).toBe(link.isRevoked ? 404 : 204);
    link.isRevoked = true;
  },
  hasLinks,
);

/** Rules that change while visitors come: each visit meets the old ones or the new ones, and counts either way. */
const openAndChange = command<Model, Real, Visits & { to: number | "revoked" }>(
  "open, while it changes,",
  fc.tuple(visits, fc.oneof(maxViews, fc.constant("revoked" as const))).map(([some, to]) => ({ ...some, to })),
  async (model, { world, owners, visitors: places }, { which, visitors, given, to }) => {
    const link = chosen(model, which);
    const [before, path] = [{ ...link }, `/sharing/${link.token}`];
    const now = world.clock.now.getTime();
    const [changed, answers] = await Promise.all([
      to === "revoked" ? owners[0].delete(path) : owners[1].put(path, { maxViews: to }),
      atOnce(visitors, places, (place) => visit(place, link, given)),
    ]);
    expect(changed.status).toBe(link.isRevoked ? 404 : to === "revoked" ? 204 : 200);
    if (to === "revoked") link.isRevoked = true;
    else if (!link.isRevoked) link.maxViews = to;
    const letIn = answers.filter(({ status }) => status === 200).length;
    const told = [verdictOf(before, given, now), verdictOf(link, given, now)];
    if (!told.includes("views")) expect(letIn).toBe(0);
    link.views += letIn;
    const most = Math.max(before.views, before.maxViews ?? Infinity, to === "revoked" ? 0 : to);
    expect(link.views).toBeLessThanOrEqual(most);
    for (const { status } of answers) expect([200, 401, 404, 410]).toContain(status);
  },
  hasLinks,
);

const pass = command<Model, Real, number>(
  "pass ms",
  fc.constantFrom(SECOND_MS, MINUTE_MS - 1, MINUTE_MS, 10 * MINUTE_MS),
  async (_model, { world }, ms) => void (world.clock.now = new Date(world.clock.now.getTime() + ms)),
);

export const commands = [create, create, open, open, open, update, update, openAndChange, revoke, pass];

/** Every view was a visitor who was let in, and every visitor who was let in was a view. */
export async function expectViews({ links }: Model, { world }: Real): Promise<void> {
  expect(await Promise.all(links.map((link) => viewsOf(world, link)))).toEqual(links.map(({ views }) => views));
}

/** However many come at the end, a live link with a limit ends at exactly that. */
export async function expectExhausted(model: Model, { world, visitors: places }: Real): Promise<void> {
  for (const link of model.links) {
    if (verdictOf(link, link.password, world.clock.now.getTime()) !== "views" || link.maxViews === null) continue;
    await atOnce(link.maxViews + 3, places, (place) => visit(place, link, link.password));
    expect(await viewsOf(world, link)).toBe(link.maxViews);
  }
}
