import { z } from "zod";
import { API_SCOPES } from "../../contract/credential.ts";
import { pageOf, PageQuery } from "../../contract/page.ts";
import { oneLine } from "../../contract/person-name.ts";
import { Quota } from "../../contract/quota.ts";
import { overlapSeconds } from "../../contract/rotation.ts";
import { readNetwork } from "./networks.ts";

const NAME_MAX = 100;
const CIDRS_MAX = 20;
const CIDR_LENGTH_MAX = 49;
const PATH_MAX = 2_000;

const Cidr = z
  .string()
  .trim()
  .max(CIDR_LENGTH_MAX)
  .transform((text, context) => {
    const read = readNetwork(text);
    if ("network" in read) return read.network;
    context.addIssue({ code: "custom", message: read.fault });
    return z.NEVER;
  });

const fields = {
  name: oneLine(NAME_MAX).meta({ description: "For yourself, so that you can tell keys apart" }),
  scopes: z
    .array(z.enum(API_SCOPES))
    .min(1)
    .max(API_SCOPES.length)
    .refine((scopes) => new Set(scopes).size === scopes.length, "names a scope twice")
    .meta({ description: "What the key may do; an operation names the scope it needs" }),
  expiresAt: z.iso.datetime({ offset: true }).meta({ description: "In the future, at most 10 years ahead" }),
  allowedCidrs: z
    .array(Cidr)
    .min(1)
    .max(CIDRS_MAX)
    .transform((cidrs) => [...new Set(cidrs)])
    .meta({ description: "Networks (or single addresses) the key may be used from; without them, from everywhere" }),
};

export const NewApiKey = z
  .strictObject({
    name: fields.name,
    scopes: fields.scopes,
    expiresAt: fields.expiresAt.exactOptional(),
    allowedCidrs: fields.allowedCidrs.exactOptional(),
  })
  .meta({ id: "NewApiKey" });
export type NewApiKey = z.output<typeof NewApiKey>;

/** What is absent stays as it is; null takes the end or the networks away. */
export const ApiKeyChanges = z
  .strictObject({
    name: fields.name.exactOptional(),
    scopes: fields.scopes.exactOptional(),
    expiresAt: fields.expiresAt.nullable().exactOptional(),
    allowedCidrs: fields.allowedCidrs.nullable().exactOptional(),
  })
  .meta({ id: "ApiKeyChanges" });
export type ApiKeyChanges = z.output<typeof ApiKeyChanges>;

export const Rotation = z
  .strictObject({
    overlapSeconds: overlapSeconds("How long the old secret goes on working; 0 ends every older secret at once"),
  })
  .meta({ id: "Rotation" });
export type Rotation = z.output<typeof Rotation>;

export const ApiKeyId = z.strictObject({ id: z.uuid() });
export const ApiKeyQuery = z.strictObject(PageQuery.shape);
/** What a cursor of the list may hold. */
export const ApiKeyPlace = z.iso.datetime().refine((value) => Date.parse(value) >= 0);

const time = z.iso.datetime();
const shape = {
  id: z.uuid(),
  name: z.string(),
  prefix: z.string().meta({ description: "How the key begins" }),
  scopes: z.array(z.enum(API_SCOPES)),
  allowedCidrs: z.array(z.string()).nullable().meta({ description: "null: usable from everywhere" }),
  expiresAt: time.nullable(),
  lastUsedAt: time.nullable().meta({ description: "Noted at most once a minute" }),
  lastUsedIp: z.string().nullable(),
  rotation: z
    .object({
      oldPrefix: z.string(),
      oldSecretValidUntil: time,
      oldSecretLastUsedAt: time.nullable().meta({ description: "Somebody still uses the old secret when this moves" }),
    })
    .nullable()
    .meta({ description: "While the secret before the last rotation still works" }),
  createdAt: time,
  updatedAt: time,
};
export const ApiKey = z.object(shape).meta({ id: "ApiKey" });
export type ApiKey = z.output<typeof ApiKey>;
export const ApiKeyPage = pageOf(ApiKey).meta({ id: "ApiKeyPage" });

const key = z.string().meta({ description: "Shown only now; the server keeps a keyed hash of it" });
export const CreatedApiKey = z.object({ ...shape, key }).meta({ id: "CreatedApiKey" });
export type CreatedApiKey = z.output<typeof CreatedApiKey>;
export const RotatedApiKey = z
  .object({ ...shape, key, oldSecretValidUntil: time.meta({ description: "The old secret works until then" }) })
  .meta({ id: "RotatedApiKey" });
export type RotatedApiKey = z.output<typeof RotatedApiKey>;

export const Question = z
  .strictObject({
    method: z.enum(["GET", "POST", "PUT", "DELETE"]).exactOptional(),
    path: z
      .string()
      .min(1)
      .max(PATH_MAX)
      .exactOptional()
      .meta({ description: "`/api/v1/prompts`; a query is ignored" }),
    address: z.union([z.ipv4(), z.ipv6()]).exactOptional().meta({ description: "Where the call would come from" }),
  })
  .meta({ id: "ApiKeyQuestion" });
export type Question = z.output<typeof Question>;

export const Explanation = z
  .object({
    usable: z.boolean().meta({ description: "Whether the key would be let in at all now" }),
    reasons: z.array(z.string()).meta({ description: "Why it is not usable, or what else is worth knowing" }),
    scopes: z.array(z.enum(API_SCOPES)),
    allowedCidrs: z.array(z.string()).nullable(),
    quota: Quota.meta({ description: "Calls of the month (UTC) with all keys of the account" }),
    operations: z.array(
      z.object({
        operation: z.string(),
        method: z.string(),
        path: z.string(),
        allowed: z.boolean(),
        reason: z.string(),
      }),
    ),
  })
  .meta({ id: "ApiKeyExplanation" });
export type Explanation = z.output<typeof Explanation>;
