import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect } from "vitest";
import { atOnce, command, SECOND_MS } from "./model.ts";
import {
  agedIn,
  as,
  chosen,
  expectRefused,
  familyOf,
  mayComeAgain,
  type Model,
  moveOn,
  type Real,
  refresh,
  REUSE_MS,
} from "./session-model.ts";

const at = fc.constantFrom<0 | 1>(0, 1);
const pick = fc.nat({ max: 2 });

const logIn = command<Model, Real, 0 | 1>(
  "log in at",
  at,
  async ({ email, password, families }, { places }, where) => {
    const { status, body } = await places[where].anyone.post("/auth/login", { email, password });
    expect(status).toBe(200);
    families.push(familyOf(body));
  },
  ({ families }) => families.length < 3,
);

/** One token by many at once: all get the same successor, or all are refused. */
const refreshOne = command<Model, Real, { which: number; age: number; callers: number }>(
  "refresh",
  fc.record({ which: pick, age: fc.nat({ max: 3 }), callers: fc.integer({ min: 1, max: 6 }) }),
  async (model, { world, places }, { which, age, callers }) => {
    const family = chosen(model, which);
    const { token, age: real } = agedIn(family, age);
    const now = world.clock.now.getTime();
    const isGood = family.isAlive && (real === 0 || (real === 1 && mayComeAgain(family, now)));
    const newest = family.tokens.at(-1);
    const answers = await atOnce(callers, places, (place) => refresh(place, token));
    if (!isGood) {
      expectRefused(answers);
      family.isAlive = false;
      return;
    }
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const successors = new Set(answers.map(({ body }) => body.refreshToken as string));
    expect(successors.size).toBe(1);
    if (real === 0) expect(successors).not.toContain(newest);
    else expect(successors).toContain(newest);
    moveOn(family, answers[0]!, now);
  },
);

/** Two refreshes ago, however short that was: its successor was used, so one of two holders stole it. */
const refreshGrandparent = command<Model, Real, number>(
  "refresh the grandparent of",
  pick,
  async (model, { world, places }, which) => {
    const family = chosen(model, which);
    while (family.tokens.length < 3)
      moveOn(family, await refresh(places[0], family.tokens.at(-1)!), world.clock.now.getTime());
    expectRefused([await refresh(places[1], family.tokens.at(-3)!)]);
    family.isAlive = false;
  },
  (model, which) => chosen(model, which).isAlive,
);

/** Token and parent at once, where either may be first: then the session goes on, or it ends, and who is refused knows. */
const refreshBoth = command<Model, Real, number>(
  "refresh token and parent of",
  pick,
  async (model, { world, places }, which) => {
    const family = chosen(model, which);
    const [newest, parent] = [agedIn(family, 0).token, agedIn(family, 1).token];
    const now = world.clock.now.getTime();
    const mayBoth = mayComeAgain(family, now);
    const [ofNewest, ofParent] = await Promise.all([refresh(places[0], newest), refresh(places[1], parent)]);
    if (!mayBoth) expectRefused([ofParent]);
    if (ofParent.status === 200) expect(ofParent.body.refreshToken).toBe(newest);
    else expectRefused([ofParent]);
    if (ofNewest.status === 200) moveOn(family, ofNewest, now);
    else expectRefused([ofNewest]);
    family.isAlive = ofParent.status === 200;
  },
  (model, which) => chosen(model, which).isAlive && chosen(model, which).tokens.length > 1,
);

/** Ends it while its token is being refreshed: whoever is first, it is over. */
const logOut = command<Model, Real, { which: number; where: 0 | 1; all: boolean; racing: number }>(
  "log out",
  fc.record({ which: pick, where: at, all: fc.boolean(), racing: fc.nat({ max: 2 }) }),
  async (model, { world, places }, { which, where, all, racing }) => {
    const family = chosen(model, which);
    const now = world.clock.now.getTime();
    const [ended, refreshed] = await Promise.all([
      as(places[where], family).post("/auth/logout", { all }),
      atOnce(racing, places, (place) => refresh(place, family.tokens.at(-1)!)),
    ]);
    expect(ended.status).toBe(204);
    const first = refreshed.find(({ status }) => status === 200);
    if (first) moveOn(family, first, now);
    for (const one of all ? model.families : [family]) one.isAlive = false;
    expect((await as(places[where], family).get("/auth/sessions")).status).toBe(401);
  },
  (model, { which }) => chosen(model, which).isAlive,
);

const changePassword = command<Model, Real, { which: number; where: 0 | 1; other: number }>(
  "change the password",
  fc.record({ which: pick, where: at, other: pick }),
  async (model, { world, places }, { which, where, other }) => {
    const [family, rival] = [chosen(model, which), chosen(model, other)];
    const now = world.clock.now.getTime();
    const newPassword = `new ${randomBytes(9).toString("base64url")}`;
    const isRaced = rival !== family && rival.isAlive;
    const [changed, refreshed] = await Promise.all([
      as(places[where], family).post("/auth/change-password", { currentPassword: model.password, newPassword }),
      isRaced ? refresh(places[where === 0 ? 1 : 0], rival.tokens.at(-1)!) : undefined,
    ]);
    expect(changed.status).toBe(204);
    if (refreshed?.status === 200) moveOn(rival, refreshed, now);
    for (const one of model.families) one.isAlive &&= one === family;
    model.password = newPassword;
    if (isRaced) expect((await as(places[where], rival).get("/auth/sessions")).status).toBe(401);
    expect((await as(places[where], family).get("/auth/sessions")).status).toBe(200);
  },
  (model, { which }) => chosen(model, which).isAlive,
);

const pass = command<Model, Real, number>(
  "pass ms",
  fc.constantFrom(SECOND_MS, REUSE_MS - SECOND_MS, REUSE_MS, REUSE_MS + 1, 60 * SECOND_MS),
  async (_model, { world }, ms) => void (world.clock.now = new Date(world.clock.now.getTime() + ms)),
);

const refreshes = [refreshOne, refreshOne, refreshOne, refreshBoth, refreshGrandparent];
export const commands = [...refreshes, pass, pass, logIn, logIn, logOut, changePassword, changePassword];
