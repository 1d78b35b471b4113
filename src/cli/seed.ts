import type { Log } from "../adapters/log.ts";
import { startApp } from "../app.ts";
import type { Config } from "../config.ts";
import { type Out, Refusal } from "./refusal.ts";

const LOGIN = { email: "demo@example.com", password: "demo-password-1234" };

const PROMPTS = [
  {
    title: "Summarise a support ticket",
    category: "support",
    tags: ["summary", "support"],
    role: "You are a support engineer who writes for busy colleagues.",
    task: "Summarise the ticket between the markers.\n<ticket>\n{{ticket}}\n</ticket>",
    output: "Three bullet points: the problem, what was tried, the next step. At most 80 words.",
    isPublic: true,
  },
  {
    title: "Review a pull request",
    category: "coding",
    tags: ["review"],
    role: "You are a careful reviewer.",
    task: "Review this diff for bugs and unclear names.\n<diff>\n{{diff}}\n</diff>",
    requirements: "Name the file and line of each finding. Say nothing about formatting.",
    output: "A Markdown list, most serious finding first; `No findings.` when there is none.",
    isPublic: true,
  },
  { title: "Story idea", category: "creative", task: "Write something nice about stuff, etc." },
];

/** `promptr seed`: a demo account and its prompts, made through the API like anybody's; running it again changes nothing. */
export async function seed(config: Config, log: Log, out: Out): Promise<number> {
  if (config.production) throw new Refusal("seed is not for production");
  const app = await startApp({ ...config, HOST: "127.0.0.1", PORT: 0 }, { role: "web", log });
  const post = async (
    path: string,
    body: object,
    token?: string,
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await fetch(`${app.url.replace("localhost", "127.0.0.1")}/api/v1${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  try {
    const made = await post("/auth/register", { ...LOGIN, fullName: "Demo User" });
    if (made.status !== 201 && made.status !== 409)
      throw new Refusal(`The demo account was refused: ${String(made.body["detail"])}`);
    for (const prompt of made.status === 201 ? PROMPTS : []) {
      const { status, body } = await post("/prompts", prompt, String(made.body["accessToken"]));
      if (status !== 201) throw new Refusal(`A demo prompt was refused: ${String(body["detail"])}`);
    }
    out.print(
      { created: made.status === 201, login: LOGIN },
      `log in as ${LOGIN.email} with password ${LOGIN.password}\n`,
    );
    return 0;
  } finally {
    await app.stop();
  }
}
