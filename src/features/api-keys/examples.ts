import type { ApiKey, CreatedApiKey, Explanation, NewApiKey, RotatedApiKey } from "./schema.ts";
import type { ApiKeyUsage } from "./usage-schema.ts";

/** Of the right shape, with a checksum that is wrong on purpose: no scanner and no server takes it for a key. */
const SHOWN_KEY = `xmlp_${"0".repeat(43)}EXAMPL`;

export const NEW_API_KEY: NewApiKey = {
  name: "Nightly report",
  scopes: ["prompts:read", "enrichment"],
  expiresAt: "2027-11-22T00:00:00.000Z",
  allowedCidrs: ["203.0.113.0/24"],
};
export const API_KEY: ApiKey = {
  id: "019a2f6e-8c1d-7b3a-9e54-3f0c6b7d2a10",
  name: "Nightly report",
  prefix: "xmlp_000000",
  scopes: ["prompts:read", "enrichment"],
  allowedCidrs: ["203.0.113.0/24"],
  expiresAt: "2027-11-22T00:00:00.000Z",
  lastUsedAt: "2026-11-22T12:00:00.000Z",
  lastUsedIp: "203.0.113.7",
  rotation: null,
  createdAt: "2026-11-01T12:00:00.000Z",
  updatedAt: "2026-11-01T12:00:00.000Z",
};
export const API_KEY_PAGE = { data: [API_KEY], pagination: { limit: 20, hasMore: false, nextCursor: null } };
export const CREATED_API_KEY: CreatedApiKey = { ...API_KEY, lastUsedAt: null, lastUsedIp: null, key: SHOWN_KEY };

const END = "2026-11-23T12:00:00.000Z";
export const ROTATED_API_KEY: RotatedApiKey = {
  ...API_KEY,
  rotation: { oldPrefix: "xmlp_1a2B3c", oldSecretValidUntil: END, oldSecretLastUsedAt: "2026-11-22T12:00:00.000Z" },
  key: SHOWN_KEY,
  oldSecretValidUntil: END,
};

const QUOTA = { limit: 1_000, used: 412, remaining: 588, resetsAt: "2026-12-01T00:00:00.000Z" };
export const EXPLANATION: Explanation = {
  usable: true,
  reasons: [],
  scopes: ["prompts:read", "enrichment"],
  allowedCidrs: ["203.0.113.0/24"],
  quota: QUOTA,
  operations: [
    {
      operation: "createPrompt",
      method: "POST",
      path: "/api/v1/prompts",
      allowed: false,
      reason: "Needs the scope prompts:write, which this key does not have",
    },
  ],
};
export const API_KEY_USAGE: ApiKeyUsage = {
  from: "2026-11-01",
  to: "2026-11-30",
  quota: QUOTA,
  keys: [
    {
      keyId: API_KEY.id,
      name: API_KEY.name,
      prefix: API_KEY.prefix,
      calls: 412,
      days: [
        { day: "2026-11-21", calls: 400 },
        { day: "2026-11-22", calls: 12 },
      ],
    },
  ],
};
