import type { Caller } from "../../caller.ts";

/** A prompt with so many versions; returns its id. */
export async function promptWith(who: Caller, versions: number, over: object = {}): Promise<string> {
  const made = await who.post("/prompts", { title: "Labelled", task: "Version 1", ...over });
  if (made.status !== 201) throw new Error(made.text);
  const id = made.body.id as string;
  for (let version = 2; version <= versions; version += 1)
    await who.put(`/prompts/${id}`, { task: `Version ${version}` });
  return id;
}
