import type { RequestFacts } from "../../scope.ts";

/**
 * Programs that fetch a page nobody has asked to read: link previews of chats and networks, then crawlers. The names
 * are those their makers publish (api.slack.com/robots, developers.facebook.com/docs/sharing/webmasters/web-crawlers,
 * developers.google.com/crawling, bing.com/webmasters/help/which-crawlers-does-bing-use, developers.snap.com/robots,
 * platform.openai.com/docs/bots, …), checked against github.com/monperrus/crawler-user-agents; iMessage's preview
 * calls itself facebookexternalhit, Signal's WhatsApp. Whole names only, because "bot" alone is also a phone (CUBOT).
 * Agents that read for a person who gave them the link (ChatGPT-User, Claude-User) are visitors and not listed.
 */
const ROBOTS = [
  "Slackbot", "Slack-ImgProxy", "Twitterbot", "facebookexternalhit", "facebookcatalog", "Facebot", "meta-externalagent",
  "meta-externalfetcher", "WhatsApp/", "TelegramBot", "Discordbot", "LinkedInBot", "SkypeUriPreview",
  "MicrosoftPreview", "BingPreview", "redditbot", "Pinterestbot", "Pinterest/0", "Snap URL Preview Service", "vkShare",
  "kakaotalk-scrap", "Mastodon/", "Bluesky Cardyb", "Synapse (bot", "Mattermost-Bot", "ZulipURLPreview", "Embedly",
  "Iframely",
  "Googlebot", "GoogleOther", "Google-InspectionTool", "AdsBot-Google", "Mediapartners-Google", "bingbot", "adidxbot",
  "DuckDuckBot", "YandexBot", "Baiduspider", "Applebot", "Yahoo! Slurp", "Sogou web spider", "PetalBot", "Bytespider",
  "GPTBot", "OAI-SearchBot", "ClaudeBot", "Claude-SearchBot", "PerplexityBot", "CCBot", "Amazonbot", "AhrefsBot",
  "SemrushBot", "MJ12bot", "archive.org_bot", "ia_archiver",
].map((name) => name.toLowerCase()); // prettier-ignore

/** `Sec-Purpose: prefetch` (Fetch §2.2.8, also `prefetch;prerender`) and what browsers sent before it. */
const PURPOSES = { "sec-purpose": "prefetch", purpose: "prefetch", "x-moz": "prefetch", "x-purpose": "preview" };

/**
 * Who opens a link. A view is counted for persons only. "head" asks what a person would get without getting it;
 * "robot" is a preview, a crawler or a browser that fetches ahead.
 */
export type Visitor = "person" | "head" | "robot";

export function visitorOf({
  headers,
  method,
  userAgent,
}: Pick<RequestFacts, "headers" | "method" | "userAgent">): Visitor {
  const agent = userAgent?.toLowerCase() ?? "";
  if (ROBOTS.some((name) => agent.includes(name))) return "robot";
  const isAhead = Object.entries(PURPOSES).some(([header, word]) => {
    const value = headers[header];
    return typeof value === "string" && value.toLowerCase().startsWith(word);
  });
  if (isAhead) return "robot";
  return method === "HEAD" ? "head" : "person";
}
