import { expect, test } from "vitest";
import { createWorld } from "./world.ts";

test.each([
  ["an access token", (user: { accessToken: string }) => user.accessToken],
  ["a refresh token", (user: { refreshToken: string }) => user.refreshToken],
  ["the address of a share link", () => `/s/${"x".repeat(43)}`],
])("a world whose log holds %s fails its test", async (_name, secretOf) => {
  let secret = "";
  const world = await createWorld({
    ports: (ports) => ({
      ...ports,
      passwords: { ...ports.passwords, hash: () => Promise.reject(new Error(`leaked ${secret}`)) },
    }),
  });
  secret = secretOf(await world.user());
  const register = { email: "ada@example.com", password: "test123", fullName: "Ada" };
  expect((await world.anyone.post("/auth/register", register)).status).toBe(500);
  await expect(world[Symbol.asyncDispose]()).rejects.toThrow("The log holds a token");
});
