import { expect, test } from "vitest";
import { createProxy } from "../../process/proxy.ts";
import { until } from "../../world.ts";
import { createFire, disagreements, enhanceBy, MODELS } from "./fire.ts";
import { quotaOf } from "./scene.ts";

/** In place of the 25 s a call has; a loaded machine may be late with it. */
const TIMEOUT_MS = 3_000;
const ANSWERED_MS = 15_000;
const models = Object.values(MODELS);
const COUNTED = { used: 1, reserved: 0, settled: 1, refunded: 0 };
const REFUNDED = { used: 0, reserved: 0, settled: 0, refunded: 1 };

test(
  "between server and providers latency and jitter cost time only; silence, resets, cut answers and forgotten connections are answered in time and refunded",
  { timeout: 120_000 },
  async () => {
    let proxy!: Awaited<ReturnType<typeof createProxy>>;
    await using fire = await createFire({
      timeoutMs: TIMEOUT_MS,
      between: async (port) => (proxy = await createProxy({ port, host: "127.0.0.1" })).port,
    });
    const { world } = fire;
    const statuses: Record<string, number[]> = {};
    /** One enhancement by each provider at once, begun before the fault strikes in the midst of it. */
    const ask = async (
      name: string,
      among: readonly number[],
      meanwhile: () => void = () => undefined,
    ): Promise<void> => {
      const answers = models.map(async (model) => {
        const user = await world.user();
        const startedAt = performance.now();
        const { status } = await enhanceBy(user, model);
        expect(performance.now() - startedAt).toBeLessThan(ANSWERED_MS);
        expect(among).toContain(status);
        expect(await quotaOf(world, user)).toEqual(status === 200 ? COUNTED : REFUNDED);
        return status;
      });
      meanwhile();
      statuses[name] = await Promise.all(answers);
    };
    const FAILED = [502, 504];

    // The first call of each loads its SDK, which takes long on a busy machine.
    const early = await world.user();
    for (const model of models) await until(async () => (await enhanceBy(early, model)).status === 200, 30_000);
    proxy.begin({ kind: "slow", ms: 100, jitterMs: 100 });
    await ask("slow", [200]);
    proxy.recover();
    proxy.begin({ kind: "silent" });
    await ask("silent", FAILED);
    proxy.recover();
    proxy.begin({ kind: "cut", bytes: 120 });
    await ask("cut", FAILED);
    proxy.recover();
    await ask("back", [200]);
    // Connections that were kept, and lead nowhere now.
    proxy.forget();
    await ask("forgotten", [200, ...FAILED]);
    fire.fake.fault({ kind: "hang" });
    const sent = fire.fake.requests.length;
    const reset = fire.fake
      .until(() => fire.fake.requests.length >= sent + 1)
      .then(() => {
        fire.fake.heal();
        proxy.reset();
      });
    await ask("reset", [200, ...FAILED]);
    await reset;
    await ask("after all", [200]);
    expect(await disagreements(world)).toEqual([]);
    console.log(
      `figure: ${Object.entries(statuses)
        .map(([name, all]) => `${name} ${all.join(" ")}`)
        .join(", ")}; ledgers exact`,
    );
  },
);
