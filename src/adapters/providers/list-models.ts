import type { Anthropic } from "@anthropic-ai/sdk";
import { createHash } from "node:crypto";
import type { OpenAI } from "openai";
import { type ListedModel, ProviderFault, type ProviderName } from "../../contract/ai.ts";
import { countOf, textOf, toFault } from "./wire.ts";

const DEADLINE_MS = 20_000;
/** Anthropic's largest; more pages than this are no list of models. */
const PAGE_ENTRIES = 1000;
const PAGES_MAX = 5;
/** Above the largest gateways; a longer one is no list of models either. */
const ENTRIES_MAX = 5_000;

/** Ids are names of one word; anything else would not survive in a path, a log line or a notification. */
const ID = /^[A-Za-z0-9][\w.:/@+-]{0,99}$/;
/** A date, or a moment by RFC 3339. */
const DATE = /^20\d\d-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))?$/;

type Read = (entry: Record<string, unknown>) => Omit<ListedModel, "id">;

/** Which list it is; the address itself may hold a secret. */
export function listNameOf(provider: ProviderName, baseUrl: string, ownUrl: string): string {
  const plain = (url: string): string => url.replace(/\/+$/, "");
  if (plain(baseUrl) === plain(ownUrl)) return provider;
  return `${provider}#${createHash("sha256").update(plain(baseUrl)).digest("hex").slice(0, 16)}`;
}

/** `GET /models` of OpenAI and of servers that speak its API. */
export const listOpenAi = (provider: ProviderName, client: OpenAI, signal: AbortSignal): Promise<ListedModel[]> =>
  within(provider, signal, async (limited) =>
    readEntries(provider, (await client.models.list({ signal: limited })).data, readOpenAi),
  );

/** Anthropic's list, page by page. */
export const listAnthropic = (client: Anthropic, signal: AbortSignal): Promise<ListedModel[]> =>
  within("anthropic", signal, async (limited) => {
    let page = await client.models.list({ limit: PAGE_ENTRIES }, { signal: limited });
    const models = readEntries("anthropic", page.data, readAnthropic);
    for (let pages = 1; page.hasNextPage(); pages += 1) {
      if (pages >= PAGES_MAX) throw new ProviderFault("anthropic", "broken_reply");
      page = await page.getNextPage();
      models.push(...readEntries("anthropic", page.data, readAnthropic));
    }
    return models;
  });

async function within<T>(
  provider: ProviderName,
  signal: AbortSignal,
  read: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  try {
    return await read(AbortSignal.any([signal, deadline]));
  } catch (error) {
    signal.throwIfAborted();
    throw deadline.aborted ? new ProviderFault(provider, "timeout") : toFault(provider, error);
  }
}

/** What of the entries can be a model; the rest of a list we understand is left out, a list we do not is broken. */
function readEntries(provider: ProviderName, entries: unknown, read: Read): ListedModel[] {
  if (!Array.isArray(entries) || entries.length > ENTRIES_MAX) throw new ProviderFault(provider, "broken_reply");
  return entries.filter(isEntry).flatMap((entry) => {
    const id = textOf(entry["id"])?.replace(/^models\//, ""); // Google's ids come with it, and are asked without it.
    return id !== undefined && ID.test(id) ? [{ id, ...read(entry) }] : [];
  });
}

const isEntry = (entry: unknown): entry is Record<string, unknown> => typeof entry === "object" && entry !== null;

/** The day in UTC; null for what is none, such as the 31st of a short month. */
function dayOf(value: unknown): string | null {
  const text = textOf(value) ?? "";
  const time = DATE.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) return null;
  const day = new Date(time).toISOString().slice(0, 10);
  return text.length === day.length && text !== day ? null : day;
}

const tokensOf = (value: unknown): number | null => countOf(value) || null;

const readOpenAi: Read = ({ shutdown_date: end, context_window: window, max_model_len: length }) => ({
  stage: "offered",
  retiresOn: dayOf(end),
  contextWindow: tokensOf(window) ?? tokensOf(length), // gateways and vLLM say it, OpenAI does not
  maxOutputTokens: null,
  structuredOutput: null,
});

const isSupported = (capability: unknown): boolean | null =>
  isEntry(capability) && typeof capability["supported"] === "boolean" ? capability["supported"] : null;

const readAnthropic: Read = ({ lifecycle, retires_at: end, capabilities, ...sizes }) => ({
  stage: lifecycle === "retired" ? "retired" : lifecycle === "deprecated" ? "overdue" : "offered",
  retiresOn: dayOf(end),
  contextWindow: tokensOf(sizes["max_input_tokens"]),
  maxOutputTokens: tokensOf(sizes["max_tokens"]),
  structuredOutput: isEntry(capabilities) ? isSupported(capabilities["structured_outputs"]) : null,
});
