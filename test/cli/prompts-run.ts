import type { Out } from "../../src/cli/out.ts";
import { readPromptsArguments } from "../../src/cli/prompts/arguments.ts";
import { promptsCommand } from "../../src/cli/prompts/command.ts";
import { explain } from "../../src/cli/refusal.ts";
import { UsageError } from "../../src/cli/usage-error.ts";
import { readClientConfig } from "../../src/config.ts";

type Place = { readonly folder: string; readonly env: Record<string, string>; readonly isTerminal?: boolean };
const WITHOUT_FOLDER = /^(?:label|get|help|fly)\b/;

/** Runs `promptr prompts …` as main does, in this process: its exit code and what it said. */
export async function runPrompts(words: string, { folder, env, isTerminal = false }: Place) {
  const said = { stdout: "", stderr: "" };
  try {
    const given = readPromptsArguments([...words.split(" "), ...(WITHOUT_FOLDER.test(words) ? [] : ["--dir", folder])]);
    const out: Out = {
      print: (data, text) => void (said.stdout += given.json ? `${JSON.stringify(data)}\n` : text),
      talk: (text) => void (said.stderr += text),
    };
    return { code: await promptsCommand(readClientConfig(env), out, given, isTerminal), ...said };
  } catch (error) {
    const code = error instanceof UsageError ? 2 : 1;
    return { code, stdout: said.stdout, stderr: said.stderr + (code === 2 ? String(error) : explain(error)) };
  }
}
