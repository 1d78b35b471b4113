import type { OwnLink, SharedPrompt, ShareLink } from "./schema.ts";

const TOKEN = "x".repeat(43);
const URL = `https://promptr.example/s/${TOKEN}`;
const PROMPT_ID = "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10";

export const OWN_LINK: OwnLink = {
  id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a77",
  promptId: PROMPT_ID,
  promptTitle: "Explain a paper",
  tokenStart: TOKEN.slice(0, 6),
  url: null,
  state: "live",
  version: null,
  label: null,
  isPublic: false,
  hasPassword: true,
  maxViews: 10,
  expiresAt: "2027-01-31T12:00:00.000Z",
  viewCount: 0,
  lastViewedAt: null,
  refusedCount: 0,
  endedCount: 0,
  days: [],
  createdAt: "2026-11-22T12:00:00.000Z",
  updatedAt: "2026-11-22T12:00:00.000Z",
};
export const LINK: ShareLink = { ...OWN_LINK, token: TOKEN, url: URL };
export const LISTED = {
  url: URL,
  title: "Explain a paper",
  description: null,
  sharedBy: "Test User",
  createdAt: OWN_LINK.createdAt,
};
export const SHARED: SharedPrompt = {
  title: "Explain a paper",
  description: null,
  role: null,
  task: "Explain the paper to a curious reader.",
  context: null,
  requirements: null,
  style: null,
  output: null,
  rawPrompt: "Explain the paper to a curious reader.",
  selectedModel: "claude-3-5-sonnet",
  version: 1,
  sharedBy: "Test User",
  views: { used: 1, max: 10 },
  isPublic: false,
  expiresAt: OWN_LINK.expiresAt,
};
