import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Draft, EMPTY_DRAFT, PARTS } from "../../../src/contract/draft.ts";
import { provenIntact } from "../../../src/features/enrichment/engine/index.ts";
import type { User } from "../../world.ts";
import { edits, hostileReply } from "./hostile-replies.ts";
import { createScene, quotaOf, type Scene, USAGE } from "./scene.ts";
import { draft } from "./templates.ts";

/** The 1,000 of the issue go through the reader of replies (enhance-replies.test.ts); these go over the wire. */
const ROUNDS = 12;

let scene: Scene;
let user: User;
beforeAll(async () => {
  const plenty = { requests: 100_000, enrichments: 100_000, modelUsdPerDay: 100_000, prompts: 100_000 };
  scene = await createScene({ limits: { free: plenty } });
  user = await scene.world.user();
});
afterAll(() => scene[Symbol.asyncDispose]());

const partsOf = (source: Draft): object =>
  Object.fromEntries(PARTS.flatMap((part) => (source[part] === null ? [] : [[part, source[part]]])));

test.each(["gpt-6-luna", "claude-haiku-5-5", "gemini-3.8-flash"])(
  `%s may answer ${ROUNDS} times whatever it likes: nothing is lost, every change applies alone, and nothing is left to do`,
  async (model) => {
    const cases = fc.sample(fc.tuple(draft, edits, fc.boolean()), ROUNDS);
    for (const [source, drawn, isGarbage] of cases) {
      scene.fake.reply({ text: isGarbage ? "Sure! Here it is:" : hostileReply(source, drawn), usage: USAGE });
      const { status, body } = await user.post("/enrichment/enhance", { ...partsOf(source), model });
      expect(status, JSON.stringify(source)).toBe(200);
      const after: Draft = { ...EMPTY_DRAFT, ...body.enhanced };
      expect(provenIntact(source, after), JSON.stringify(source)).toMatchObject({ intact: true });
      expect(body).toMatchObject({ variables: { removed: [], added: [] } });
      for (const { id } of body.changes) {
        const applied = await user.post("/enrichment/apply", { enhancementId: body.id, changes: [id] });
        expect(applied.status).toBe(200);
        expect(provenIntact(source, applied.body.enhanced).intact).toBe(true);
      }
      const again = (await user.post("/enrichment/enhance", { ...partsOf(after), model })).body;
      if (body.provider !== "builtin" && body.status === "improved") expect(again.status).toBe("already_good");
      else expect(again.changes.length === 0 || again.provider !== "builtin").toBe(true);
    }
    const { used, settled, reserved } = await quotaOf(scene.world, user);
    expect({ used, reserved }).toEqual({ used: settled, reserved: 0 });
  },
);
