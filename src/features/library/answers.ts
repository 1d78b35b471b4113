import { z } from "zod";
import { pageOf } from "../../contract/page.ts";
import { promptShape } from "../prompts/index.ts";

const COUNTERS = { viewCount: true, starCount: true, forkCount: true } as const;

/** Without the texts: a list of a hundred long prompts is for nobody, and `GET /prompts/public/{id}` has each of them. */
export const StarredPrompt = z
  .object(promptShape)
  .pick({ id: true, title: true, description: true, category: true, tags: true, selectedModel: true, version: true })
  .extend(z.object(promptShape).pick({ qualityScore: true, isPublic: true, ...COUNTERS }).shape)
  .extend({ author: z.object({ name: z.string() }), starredAt: z.iso.datetime() })
  .meta({ id: "StarredPrompt" });
export type StarredPrompt = z.output<typeof StarredPrompt>;
export const StarredPage = pageOf(StarredPrompt).meta({ id: "StarredPage" });

export const Upstream = z
  .object({
    of: z.uuid().nullable().meta({ description: "The prompt it was copied from; null once that is gone for good" }),
    version: z.int().meta({ description: "The version that was copied" }),
    available: z.boolean().meta({ description: "False when it is not, or no longer, yours to read" }),
    upstreamVersion: z.int().nullable().meta({ description: "Its version now; null when it is not available" }),
    upstreamChanged: z.boolean().nullable().meta({ description: "Whether it has a newer version than the copied one" }),
  })
  .meta({ id: "Upstream" });
export type Upstream = z.output<typeof Upstream>;

export const PublishCheck = z
  .object({
    blocked: z.boolean().meta({ description: "Publishing it as it is would be refused" }),
    findings: z.array(
      z.object({
        ruleId: z.string(),
        field: z.string().meta({ description: "`task`, `tags.3`, `variables.0.default`" }),
        span: z.tuple([z.int(), z.int()]).meta({ description: "Start and end in UTF-16 units of the field" }),
        message: z.string(),
        blocks: z.boolean().meta({ description: "False for what is only a warning" }),
      }),
    ),
    nearDuplicates: z
      .array(z.object({ id: z.uuid(), title: z.string() }))
      .meta({ description: "Published prompts that say nearly the same; they do not keep yours from being published" }),
  })
  .meta({ id: "PublishCheck" });
export type PublishCheck = z.output<typeof PublishCheck>;
