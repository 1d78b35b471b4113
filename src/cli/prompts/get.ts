import type { PromptrClient } from "../../client/index.ts";
import type { Out } from "../out.ts";
import { UsageError } from "../usage-error.ts";
import type { PromptsArguments } from "./arguments.ts";
import { typedValues } from "../../contract/variable.ts";
import { readSelector } from "./label.ts";

/** What every command of `promptr prompts` is given. */
export type Given = {
  readonly client: PromptrClient;
  readonly out: Out;
  readonly given: PromptsArguments;
};

function variablesOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new UsageError(`--var is name=value, not ${pair}`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** `get slug[@label|@version] [--var name=value]`. */
export async function get({ client, out, given }: Given): Promise<number> {
  const { slug, ...which } = readSelector(given.rest[0] ?? "");
  const values = variablesOf(given.variables);
  const { prompt } = await client.prompts.get(slug, which);
  if (given.variables.length === 0) {
    out.print(prompt, `${prompt.rawPrompt}\n`);
    return 0;
  }
  const body = { version: prompt.version, variables: typedValues(values, prompt.variables) };
  const { data } = await client.rendering.renderPrompt({ path: { id: prompt.id }, body });
  out.print(data, `${data.text}\n`);
  return 0;
}
