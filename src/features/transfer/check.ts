import { z } from "zod";
import { hashContent, NewPrompt, UNSAID, VERSIONS_MAX as VERSIONS_STORED_MAX } from "../prompts/index.ts";
import { DEPTH_MAX } from "../folders/index.ts";
import { LABELS_PER_PROMPT_MAX } from "../labels/index.ts";
import { breather } from "./breather.ts";
import { Checker } from "./checker.ts";
import { noteFences } from "./fences.ts";
import type { Incoming, IncomingFile, IncomingVersion } from "./incoming.ts";
import { labelsIn, historyIn } from "./label-check.ts";
import type { Found, FoundPrompt, FoundVersion } from "./reading/found.ts";
import type { Losses } from "./reading/losses.ts";

/** A page of people's whole stores; more are several files. */
export const PROMPTS_MAX = 1_000;
/** Of others' files; of ours what a prompt may have, so that what was exported comes back. */
const VERSIONS_PER_PROMPT_MAX = 100;
/** The linter takes about a millisecond for each, so this is what one request may cost. */
export const VERSIONS_MAX = 10_000;
const ENRICHED_MAX = 250_000;

const Beside = z.object({
  folder: z.array(z.string().trim().min(1).max(100)).max(DEPTH_MAX),
  enrichedPrompt: z.string().max(ENRICHED_MAX).nullable(),
  createdAt: z.iso.datetime({ offset: true }).nullable(),
});
const Version = z.object({
  message: z.string().trim().min(1).max(500).nullable(),
  createdAt: z.iso.datetime({ offset: true }).nullable(),
});
/** Faults in these are those of the prompt, whichever version they are found with. */
const OF_PROMPT = new Set<PropertyKey>(["title", "description", "category", "tags", "slug"]);

const given = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

function checkVersion(prompt: FoundPrompt, version: FoundVersion, slug: string, checker: Checker, isFirst: boolean) {
  const { title, description, category, tags } = prompt;
  const { place, parts, selectedModel, variables } = version;
  const fields = NewPrompt.safeParse({
    title,
    slug,
    tags,
    variables,
    ...given({ description, category, selectedModel, ...parts }),
  });
  const beside = Version.safeParse({ message: version.message, createdAt: version.createdAt });
  const issues = fields.success ? [] : fields.error.issues;
  const isShared = (issue: z.core.$ZodIssue): boolean => OF_PROMPT.has(issue.path[0] ?? "");
  if (isFirst) checker.collect(prompt.place, { issues: issues.filter(isShared) });
  checker.collect(place, { issues: issues.filter((issue) => !isShared(issue)) });
  if (!beside.success) checker.collect(place, beside.error);
  if (fields.success && beside.success) checker.storable(place, { ...fields.data, ...beside.data });
  return fields.success && beside.success ? { fields: { ...UNSAID, ...fields.data }, ...beside.data } : null;
}

type Checked = NonNullable<ReturnType<typeof checkVersion>>;
const toVersion = ({ fields, message, createdAt }: Checked): IncomingVersion => {
  const { role, task, context, requirements, style, output, selectedModel, variables } = fields;
  const content = { role, task, context, requirements, style, output, selectedModel, variables };
  return { content, hash: hashContent(content).toString("hex"), message, createdAt };
};

type Breath = () => Promise<void>;

async function checkVersions(prompt: FoundPrompt, slug: string, isOurs: boolean, checker: Checker, breath: Breath) {
  const max = isOurs ? VERSIONS_STORED_MAX : VERSIONS_PER_PROMPT_MAX;
  if (prompt.versions.length > max)
    checker.faults.add(`${prompt.place}.versions`, "too_big", `has more than ${max} versions`);
  const good: IncomingVersion[] = [];
  let first: Checked["fields"] | null = null;
  let isGood = true;
  for (const [index, version] of prompt.versions.slice(0, max).entries()) {
    const checked = checkVersion(prompt, version, slug, checker, index === 0);
    await breath();
    isGood &&= checked !== null;
    if (checked === null) continue;
    first ??= checked.fields;
    good.push(toVersion(checked));
  }
  return isGood && first ? { versions: good, first } : null;
}

async function checkPrompt(
  prompt: FoundPrompt,
  isOurs: boolean,
  checker: Checker,
  breath: Breath,
): Promise<Incoming | null> {
  const { place } = prompt;
  const slug = checker.slugOf(prompt);
  if (slug === null) return null;
  const beside = Beside.safeParse(prompt);
  if (beside.success) checker.storable(place, beside.data);
  else checker.collect(place, beside.error);
  const checked = await checkVersions(prompt, slug, isOurs, checker, breath);
  checker.storable(`${place}.labelHistory`, prompt.history);
  const labels = labelsIn(prompt, isOurs, checker.faults, checker.losses);
  if (labels.size > LABELS_PER_PROMPT_MAX)
    checker.faults.add(`${place}.labels`, "too_big", `has more than ${LABELS_PER_PROMPT_MAX} labels`);
  if (!checked || !beside.success) return null;
  const { first, versions } = checked;
  if (!isOurs) for (const { place: at, parts } of prompt.versions) noteFences(parts, at, checker.losses);
  return {
    ...beside.data,
    place,
    slug,
    isOurs,
    labels,
    title: first.title,
    description: first.description,
    tags: first.tags,
    category: prompt.category === null ? null : first.category,
    isPublic: prompt.isPublic,
    versions,
    history: historyIn(prompt, labels, checker.losses),
  };
}

/**
 * Holds what was found against the rules of stored prompts, and hashes every version. Throws `import_invalid` with every
 * fault. Lets others have their turn: a file may keep one processor busy for seconds.
 */
export async function checkFound(
  found: Found,
  isOurs: boolean,
  losses: Losses,
  signal: AbortSignal,
): Promise<IncomingFile> {
  const checker = new Checker(losses);
  const versions = found.prompts.reduce((sum, prompt) => sum + prompt.versions.length, 0);
  if (found.prompts.length > PROMPTS_MAX)
    checker.faults.add("content", "too_big", `holds more than ${PROMPTS_MAX} prompts: import it in parts`);
  if (versions > VERSIONS_MAX)
    checker.faults.add("content", "too_big", `holds more than ${VERSIONS_MAX} versions: import it in parts`);
  checker.faults.throwAny();
  const prompts: Incoming[] = [];
  const breath = breather(signal);
  for (const prompt of found.prompts) {
    const incoming = await checkPrompt(prompt, isOurs, checker, breath);
    if (incoming) prompts.push(incoming);
    await breath();
  }
  const folders = z.array(Beside.shape.folder).safeParse(found.folders);
  if (folders.success) checker.storable("content.folders", folders.data);
  else checker.collect("content.folders", folders.error);
  checker.faults.throwAny();
  return { prompts, folders: folders.success ? folders.data : [] };
}
