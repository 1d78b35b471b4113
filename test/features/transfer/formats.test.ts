import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkFound } from "../../../src/features/transfer/check.ts";
import type { Incoming } from "../../../src/features/transfer/incoming.ts";
import { read } from "../../../src/features/transfer/reading/files.ts";
import type { Format } from "../../../src/features/transfer/reading/found.ts";
import { Losses } from "../../../src/features/transfer/reading/losses.ts";

/** Of a caller who stays. */
const PATIENT = new AbortController().signal;

const sample = (name: string): string =>
  readFileSync(join(import.meta.dirname, "../../fixtures/transfer", name), "utf8");

async function readSample(content: unknown, wanted: Format | "auto" = "auto") {
  const losses = new Losses();
  const { formats, found } = await read(content, wanted, losses, PATIENT);
  const { prompts, folders } = await checkFound(found, formats[0] === "promptr", losses, PATIENT);
  return { formats, prompts, folders, lost: losses.list().map(({ what }) => what) };
}
const partsOf = ({ versions }: Incoming, version: number) => {
  const { role, task, context, selectedModel } = versions[version - 1]!.content;
  return { role, task, context, selectedModel };
};
const refusal = async (content: unknown, wanted: Format | "auto" = "auto") => {
  try {
    await readSample(content, wanted);
  } catch (error) {
    return error;
  }
  return "it was taken";
};

test.each([
  ["openai-export.json", "openai"],
  ["openai-pasted.json", "openai"],
  ["langfuse.json", "langfuse"],
  ["langsmith.json", "langsmith"],
  ["prompts-chat.csv", "prompts.chat"],
  ["summarizer.prompt.yml", "prompt.yml"],
  ["greeting.prompt", "dotprompt"],
  ["promptfooconfig.yaml", "promptfoo"],
  ["ours.json", "promptr"],
] as const)("%s is known by its shape, as text and, where it is JSON, as a value", async (name, format) => {
  expect((await readSample(sample(name))).formats).toEqual([format]);
  if (name.endsWith(".json")) expect((await readSample(JSON.parse(sample(name)))).formats).toEqual([format]);
});

test.each(["", "just a sentence", "{", "[1, 2]", "{}", "a: b", "---\ntitle: A page\n---\nHello", "a,b\n1,2"])(
  "content of no known shape is refused with what was tried: %j",
  async (content) => {
    expect(await refusal(content)).toMatchObject({
      code: "import_invalid",
      faults: [{ path: "content", code: "unknown_format", message: expect.stringContaining("langsmith") }],
    });
  },
);

describe("OpenAI", () => {
  test("the versions of a prompt object come oldest first, and the pinned one is production", async () => {
    const { prompts, lost } = await readSample(sample("openai-export.json"));
    const [prompt] = prompts;
    expect(prompt).toMatchObject({ slug: "support-assistant", title: "support-assistant" });
    expect(prompt!.versions.map(({ message }) => message)).toEqual([
      "OpenAI pmpt_68a1c2f0e4b8 version 2",
      "OpenAI pmpt_68a1c2f0e4b8 version 3",
    ]);
    expect([...prompt!.labels]).toEqual([["production", 2]]);
    expect(partsOf(prompt!, 2)).toEqual({
      role: "You are a support assistant for {{customer_name}}. Be concise.",
      task: "Issue: {{issue}}",
      context: null,
      selectedModel: "gpt-5",
    });
    expect(lost).toEqual(["config.reasoning", "config.temperature"]);
  });

  test("a pasted object keeps its text, its model and its variables, and says what is no text", async () => {
    const { prompts, lost } = await readSample(sample("openai-pasted.json"));
    expect(prompts[0]).toMatchObject({ slug: "pmpt_0a1b2c3d4e5f" });
    expect(partsOf(prompts[0]!, 1)).toMatchObject({ role: "Translate into {{language}}.", task: "{{text}}" });
    expect(prompts[0]!.versions[0]!.content.variables).toEqual([
      { name: "language", type: "string", required: true },
      { name: "text", type: "string", required: true, description: "What to translate" },
    ]);
    expect(lost).toEqual(expect.arrayContaining(["content of the type input_image", "values given to variables"]));
  });

  test("several objects of one id are versions of one prompt", async () => {
    const object = (version: string, task: string) => ({
      id: "pmpt_1",
      version,
      messages: [{ role: "user", content: task }],
    });
    const { prompts } = await readSample([object("10", "ten"), object("9", "nine")]);
    expect(prompts).toHaveLength(1);
    expect(prompts[0]!.versions.map(({ content }) => content.task)).toEqual(["nine", "ten"]);
  });

  test("a mere reference to a prompt is refused: nothing is fetched", async () => {
    expect(await refusal(sample("openai-reference.json"))).toMatchObject({
      faults: [{ code: "no_text", message: expect.stringContaining("dashboard") }],
    });
  });
});

describe("Langfuse", () => {
  test("text and chat prompts keep versions, labels, tags, messages of commits, times and folders", async () => {
    const { prompts, lost } = await readSample(sample("langfuse.json"));
    const [triage, critic] = prompts;
    expect(triage).toMatchObject({
      slug: "support/triage",
      title: "triage",
      folder: ["support"],
      tags: ["support", "triage"],
    });
    expect([...triage!.labels]).toEqual([
      ["staging", 1],
      ["production", 2],
    ]);
    expect(triage!.versions.map(({ message, createdAt }) => [message, createdAt])).toEqual([
      [null, "2026-03-01T10:00:00.000Z"],
      ["Add an example", "2026-03-02T10:00:00.000Z"],
    ]);
    expect(partsOf(triage!, 2)).toEqual({
      role: "You triage tickets for {{company}}.",
      task: "{{ticket}}",
      context: "Earlier messages:\n{{history}}\n\nUser:\nCan I get a refund?\n\nAssistant:\nbilling",
      selectedModel: "gpt-4o",
    });
    expect(critic).toMatchObject({ slug: "movie-critic", folder: [] });
    expect([...critic!.labels]).toEqual([
      ["production", 1],
      ["tenant_1", 1],
    ]);
    expect(lost).toEqual(
      expect.arrayContaining([
        "config.temperature",
        "a message placeholder",
        "the roles of earlier messages",
        "references to other prompts",
        "version numbers",
        "the capitals of the label Tenant_1",
      ]),
    );
  });
});

describe("LangSmith", () => {
  test("a manifest of the playground keeps its messages; {name} becomes {{name}}, doubled braces single ones", async () => {
    const { prompts, lost } = await readSample(sample("langsmith.json"));
    expect(prompts[0]).toMatchObject({ slug: "rag-answer" });
    expect(partsOf(prompts[0]!, 1)).toEqual({
      role: 'Answer in a {{tone}} tone from {{context}}. Reply as {"answer": "…"}.',
      task: "{{question}}",
      context: "Earlier messages:\n{{chat_history}}",
      selectedModel: "gpt-5",
    });
    expect(prompts[0]!.versions[0]!.content.variables).toEqual([
      { name: "tone", type: "string", required: false, default: "friendly" },
    ]);
    expect(lost).toContain("model.temperature");
  });

  test("a bare text template and the commits of one prompt are read, oldest first", async () => {
    const template = (text: string) => ({
      lc: 1,
      type: "constructor",
      id: ["langchain", "prompts", "prompt", "PromptTemplate"],
      kwargs: { template: text, template_format: "f-string", input_variables: ["x"] },
    });
    const bare = await readSample(template("Say {x} and {{{{x}}}}"));
    expect(partsOf(bare.prompts[0]!, 1).task).toBe("Say {{x}} and {{{{x}}}}");
    const commits = [
      { commit_hash: "b".repeat(40), manifest: template("second") },
      { commit_hash: "a".repeat(40), manifest: template("first") },
    ];
    const { prompts } = await readSample({ repo: { repo_handle: "greeter" }, commits });
    expect(prompts[0]!.slug).toBe("greeter");
    expect(prompts[0]!.versions.map(({ content }) => content.task)).toEqual(["first", "second"]);
  });

  test("a constructor of anything else is named and refused; nothing is constructed", async () => {
    const manifest = { lc: 1, type: "constructor", id: ["os", "system"], kwargs: { command: "true" } };
    expect(await refusal(manifest)).toMatchObject({ faults: [{ code: "unknown_kind" }] });
  });
});

test("prompts.chat: a row is a prompt, ${name:default} a variable, and a name in any script has a slug of its own", async () => {
  const { prompts, lost } = await readSample(sample("prompts-chat.csv"));
  expect(prompts.map(({ slug, title, tags }) => [slug, title, tags])).toEqual([
    ["linux-terminal", "Linux Terminal", ["developers"]],
    ["interviewer", "Interviewer", []],
    [expect.stringMatching(/^prompt-[0-9a-f]{8}$/), "翻译", ["structured"]],
  ]);
  expect(partsOf(prompts[1]!, 1).task).toContain("for the {{Position_Name}} position.\nAsk");
  expect(prompts[1]!.versions[0]!.content.variables).toEqual([
    { name: "Position_Name", type: "string", required: false, default: "Software Developer" },
  ]);
  expect(lost).toEqual(["the contributor", "the type STRUCTURED"]);
});

test(".prompt.yml: name, description, model and messages are kept; tests and settings are named as lost", async () => {
  const { prompts, lost } = await readSample(sample("summarizer.prompt.yml"));
  expect(prompts[0]).toMatchObject({ title: "Text Summarizer", description: "Summarizes input text concisely" });
  expect(partsOf(prompts[0]!, 1)).toMatchObject({
    role: "You are a text summarizer. Your only job is to summarize text given to you.",
    task: 'Summarize the given text, beginning with "Summary -":\n<text>\n{{input}}\n</text>',
    selectedModel: "gpt-4o-mini",
  });
  expect(lost).toEqual(["modelParameters", "testData", "evaluators"]);
});

describe("dotprompt", () => {
  test("roles, variables with types and defaults, and escapes are kept; logic, history and output are named as lost", async () => {
    const { prompts, lost } = await readSample({ files: { "mail/greeting.prompt": sample("greeting.prompt") } });
    expect(prompts[0]).toMatchObject({ slug: "greeting", title: "greeting", folder: ["mail"] });
    expect(partsOf(prompts[0]!, 1)).toEqual({
      role: "You are the most welcoming assistant there is.",
      task: "Greet {{name}}{{#if language}} in {{language}}{{/if}}. Write {{{{name}}}} as it is, and {{mood}}.",
      context: null,
      selectedModel: "googleai/gemini-2.5-flash",
    });
    expect(prompts[0]!.versions[0]!.content.variables).toEqual([
      { name: "name", type: "string", required: false, default: "Guest", description: "who is greeted" },
      { name: "language", type: "string", required: false },
      { name: "mood", type: "enum", required: true, description: "how it shall sound", values: ["warm", "formal"] },
      { name: "limit", type: "number", required: false },
    ]);
    expect(lost).toEqual([
      "config",
      "output",
      "{{history}}",
      "comments of the template",
      "sections, conditions and partials",
    ]);
  });

  test("a template without front matter is read when the format is named", async () => {
    const { prompts } = await readSample("Hello {{name}}", "dotprompt");
    expect(partsOf(prompts[0]!, 1).task).toBe("Hello {{name}}");
  });
});

describe("promptfoo", () => {
  test("inline prompts and chats are read; what lies elsewhere is named, not fetched", async () => {
    const { prompts, lost } = await readSample(sample("promptfooconfig.yaml"));
    expect(prompts.map((prompt) => partsOf(prompt, 1))).toEqual([
      {
        role: null,
        task: 'Translate the following text to {{language}}: "{{text}}"',
        context: null,
        selectedModel: "gpt-5-mini",
      },
      { role: "You are a tutor.", task: "Explain {{topic}}", context: null, selectedModel: "gpt-5-mini" },
    ]);
    expect(lost).toEqual([
      "tests",
      "the prompt file://prompts/customer_service.txt",
      "the prompt langfuse://my-prompt:3:text",
      "filters",
    ]);
  });

  test("files that are sent along are read", async () => {
    const { prompts } = await readSample({
      files: {
        "promptfooconfig.yaml": sample("promptfooconfig.yaml"),
        "prompts/customer_service.txt": "You help customers of {{company}}.\n---\nAnswer {{query}}.",
      },
    });
    expect(prompts.map(({ title }) => title)).toEqual([
      'Translate the following text to {{language}}: "{{text}}"',
      "Tutor",
      "customer_service 1",
      "customer_service 2",
    ]);
  });
});

test("two prompts of one name are kept apart, and the same one twice is imported once", async () => {
  const { prompts, lost } = await readSample("act,prompt\nPoet,Write verse\nPoet,Write prose\nPoet,Write verse\n");
  expect(prompts.map(({ slug }) => slug)).toEqual(["poet", expect.stringMatching(/^poet-[0-9a-f]{8}$/)]);
  expect(lost).toEqual(["a prompt that is in the file twice"]);
});

test("a variable inside a code fence is told of: here a fence stays as it is", async () => {
  const { lost } = await readSample('act,prompt\nReview,"Look at\n```\n{{code}}\n```"\n');
  expect(lost).toEqual(["variables inside code fences"]);
});
