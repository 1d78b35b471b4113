// Written by scripts/client.ts from docs/openapi.json; do not edit.

export type Registration = {
  /** Kept in lower case; one account each */
  email: string;
  /** At least 6 characters; in production 8, and not one everybody guesses */
  password: string;
  /** Shown on prompts you publish */
  fullName: string;
};

export type Credentials = {
  email: string;
  password: string;
};

export type RefreshRequest = {
  /** Of your latest answer */
  refreshToken: string;
};

export type LogoutRequest = {
  /** End every session of the account */
  all?: boolean;
};

export type PasswordChange = {
  currentPassword: string;
  /** Under the same rules as at registration */
  newPassword: string;
};

export type ResetWish = {
  email: string;
};

export type PasswordReset = {
  /** The last part of the mailed link */
  token: string;
  /** Under the same rules as at registration */
  password: string;
};

export type Confirmation = {
  /** The last part of the mailed link */
  token: string;
  /** That of the account. Needed where the operator lists the address among those of administrators */
  password?: string;
};

export type ConfirmationForm = {
  password?: string;
};

export type ResetForm = {
  password?: string;
};

export type NewFolder = {
  name: string;
  /** The folder it is in; null at the top */
  parentId?: string | null;
};

export type FolderChanges = {
  name?: string;
  /** The folder it is in; null at the top */
  parentId?: string | null;
};

export type NewPrompt = {
  /** Shown in lists */
  title: string;
  /** What the model shall do */
  task: string;
  /** What the prompt is for */
  description?: string | null;
  /** Who the model shall be */
  role?: string | null;
  /** What the model must know */
  context?: string | null;
  /** What the answer must keep to */
  requirements?: string | null;
  /** How the answer shall sound */
  style?: string | null;
  /** What form the answer shall have */
  output?: string | null;
  /** One of `GET /prompts/categories` */
  category?: string;
  tags?: string[];
  /** The name your programs know it by, once among your prompts; made of the title when absent */
  slug?: string;
  /** One of `GET /folders`; null for none */
  folderId?: string | null;
  /** What `{{name}}` in the parts stands for */
  variables?: Variable[];
  /** The model this prompt is written for */
  selectedModel?: string;
  /**
   * Published in the library for everybody to read, unless a secret, hidden characters or words of a
   * prompt injection stand in it; `X-Publish-Warnings` and `X-Near-Duplicates` name what is worth a
   * second look
   */
  isPublic?: boolean;
};

export type Variable = {
  name: string;
  type?: "string" | "number" | "boolean" | "enum";
  /** Rendering without a value and without a default fails */
  required?: boolean;
  /** Used only when no value is given at all */
  default?: string | number | boolean;
  description?: string;
  /** What an `enum` may be; no other type has them */
  values?: string[];
};

export type PromptChanges = {
  /** Shown in lists */
  title?: string;
  /** What the model shall do */
  task?: string;
  /** One of `GET /prompts/categories` */
  category?: string;
  tags?: string[];
  /** The name your programs know it by, once among your prompts; a new title does not change it */
  slug?: string;
  /** Moves the prompt; null for no folder */
  folderId?: string | null;
  /** What `{{name}}` in the parts stands for */
  variables?: Variable[];
  /** The model this prompt is written for */
  selectedModel?: string;
  /**
   * Published in the library for everybody to read, unless a secret, hidden characters or words of a
   * prompt injection stand in it; `X-Publish-Warnings` and `X-Near-Duplicates` name what is worth a
   * second look
   */
  isPublic?: boolean;
  /** What the prompt is for */
  description?: string | null;
  /** Who the model shall be */
  role?: string | null;
  /** What the model must know */
  context?: string | null;
  /** What the answer must keep to */
  requirements?: string | null;
  /** How the answer shall sound */
  style?: string | null;
  /** What form the answer shall have */
  output?: string | null;
  /** Why; kept with the version when the change makes one */
  message?: string | null;
};

export type Restoration = {
  /** Why; kept with the version when the change makes one */
  message?: string | null;
};

export type LabelMove = {
  version: number;
  /** Why; kept in the history */
  reason?: string | null;
};

export type LabelReason = {
  /** Why; kept in the history */
  reason?: string | null;
};

export type ProtectedLabels = {
  labels: string[];
};

export type RenderInput = {
  /** By name: text, numbers, booleans. A default stands only for a name that is left out */
  variables?: Record<string, unknown>;
  /** `latest` is always the newest version */
  label?: string;
  version?: number;
};

export type ResolveInput = {
  prompts: PromptSelector[];
};

export type PromptSelector = {
  id?: string;
  slug?: string;
  /** `latest` is always the newest version */
  label?: string;
  version?: number;
  /** By name: text, numbers, booleans. A default stands only for a name that is left out */
  variables?: Record<string, unknown>;
};

export type ImportRequest = {
  /** What the content is; `auto` looks at its shape */
  format?: "auto" | "promptr" | "markdown" | "openai" | "langfuse" | "langsmith" | "prompts.chat" | "prompt.yml" | "dotprompt" | "promptfoo";
  /** The file: its text, the value of its JSON, or several as `{files: {name: text}}` */
  content: string | unknown[] | Record<string, unknown>;
  /** Labels of prompts that are here move to where the file has them */
  moveLabels?: boolean;
  /** What our own file says is published becomes public again; otherwise new prompts are private */
  publish?: boolean;
};

export type ValidateInput = {
  /** One of your own prompts */
  promptId?: string;
  /** A prompt in one piece; it is read as the task */
  text?: string;
  /** Who the model shall be */
  role?: string;
  /** What the model shall do; required among the parts */
  task?: string;
  /** What the model must know */
  context?: string;
  /** What the answer must keep to */
  requirements?: string;
  /** How the answer shall sound */
  style?: string;
  /** What form the answer shall have */
  output?: string;
  /** Checked for secrets as well */
  title?: string;
  /** An id or alias of `GET /enrichment/models` */
  model?: string;
};

export type ModelMigrationInput = {
  /** The model to leave, by its id or an alias; every alias counts */
  from: string;
  /** The model to go to; its replacement, unless you say otherwise */
  to?: string;
  /** Which of your prompts */
  promptIds?: string[];
  /** All of your prompts for that model, 100 a call; `next` says where the rest begins */
  all?: true;
  /** With `all`: goes on behind this prompt, the `next` of the answer before */
  after?: string;
  /** Say what would be done, and do nothing */
  dryRun?: boolean;
};

export type RunInput = {
  /** By name: text, numbers, booleans. A default stands only for a name that is left out */
  variables?: Record<string, unknown>;
  /** `latest` is always the newest version */
  label?: string;
  version?: number;
  /** An id or alias of `GET /enrichment/models`; the prompt's own unless set */
  model?: string;
  /**
   * Also for what the model thinks before it answers; 8,000 unless set, never more than the model's
   * own
   */
  maxOutputTokens?: number;
  /** Only for models that take one: see `capabilities` of `GET /enrichment/models` */
  temperature?: number;
};

export type TestRunInput = {
  /** `latest` is always the newest version */
  label?: string;
  version?: number;
  /** What answers; the version's own model unless set */
  model?: string;
};

export type TestCaseInput = {
  name: string;
  /** The values to render with, by name */
  variables?: Record<string, string | number | boolean>;
  /** All of them must hold for the case to pass */
  expectations: Expectation[];
};

export type Expectation = ContainsExpectation | MatchesExpectation | JsonSchemaExpectation | JudgeExpectation;

/** The answer has this text somewhere */
export type ContainsExpectation = {
  kind: "contains";
  text: string;
  ignoreCase?: boolean;
  /** The opposite must be true */
  not?: boolean;
};

/** A pattern occurs in the answer */
export type MatchesExpectation = {
  kind: "matches";
  /** In RE2's syntax; it is looked for anywhere, `^` and `$` hold it to the ends */
  pattern: string;
  /** The opposite must be true */
  not?: boolean;
};

/** The answer, or its first fenced block, is JSON of this form */
export type JsonSchemaExpectation = {
  kind: "json_schema";
  /** JSON Schema (draft 2020-12) of at most 20000 bytes, without patterns and other documents */
  schema: Record<string, unknown>;
  /** The opposite must be true */
  not?: boolean;
};

/** Another model says that it holds, and quotes the answer for it */
export type JudgeExpectation = {
  kind: "judge";
  /** What a reader could answer yes or no to */
  criterion: string;
  /** Who judges; unset: the usual model of another provider than the writer's, where one is configured */
  model?: string;
  /** The opposite must be true */
  not?: boolean;
};

export type EnhanceInput = {
  /** One of your own prompts */
  promptId?: string;
  /** A prompt in one piece; it is read as the task */
  text?: string;
  /** Who the model shall be */
  role?: string;
  /** What the model shall do; required among the parts */
  task?: string;
  /** What the model must know */
  context?: string;
  /** What the answer must keep to */
  requirements?: string;
  /** How the answer shall sound */
  style?: string;
  /** What form the answer shall have */
  output?: string;
  /** An id or alias of `GET /enrichment/models` */
  model?: string;
  /**
   * Wishes for the rewriting. A model follows them; the built-in engine, which only makes provable
   * repairs, cannot
   */
  instructions?: string;
  /**
   * How many times its (estimated) tokens the prompt may grow to. Unset: twice, and always by 60
   * tokens, so that a short prompt can be completed
   */
  maxTokenGrowth?: number;
  /**
   * With `promptId`: what is improved becomes a new version of the prompt. Labels stay where they are.
   * An API key needs the scope prompts:write as well
   */
  save?: boolean;
};

export type ApplyInput = {
  /** The `id` of an enhancement of yours, made within the last 24 hours */
  enhancementId: string;
  /** Ids of those to accept */
  changes: string[];
  /** Why; kept with the version, which says what was applied where you say nothing */
  message?: string;
};

export type NewShare = {
  /** One of your own prompts */
  promptId: string;
  /** The version to show for ever; without it and without a label the link follows the newest */
  version?: number;
  /** Show what this label names at the moment; not with `version` */
  label?: string;
  /** Asked of everybody who opens the link */
  password?: string;
  /** How often the link may be opened */
  maxViews?: number;
  /** In the future, at most 5 years ahead */
  expiresAt?: string;
  /** Search engines may index the page, and `/sharing/public` lists it; neither while it has a password */
  isPublic?: boolean;
};

export type ShareChanges = {
  version?: number | null;
  /** null, as `version`: the newest */
  label?: string | null;
  /** null takes it away */
  password?: string | null;
  /** Fewer than there were close the link */
  maxViews?: number | null;
  expiresAt?: string | null;
  /** Search engines may index the page, and `/sharing/public` lists it; neither while it has a password */
  isPublic?: boolean;
};

export type OpenForm = {
  password?: string;
};

export type FillForm = {
  pass: string;
  values?: Record<string, string>;
};

export type NewWebhook = {
  /** https, port 443 or one from 1024 on, in the open internet */
  url: string;
  description?: string | null;
  /** What to tell of; `job.failed` is for administrators */
  events: ("prompt.created" | "prompt.updated" | "prompt.published" | "label.moved" | "share.opened" | "enrichment.completed" | "job.failed")[];
  /** Payloads carry the text of the version they are about; without it, ids and numbers only */
  includesText?: boolean;
  enabled?: boolean;
};

export type WebhookChanges = {
  /** https, port 443 or one from 1024 on, in the open internet */
  url?: string;
  description?: string | null;
  /** What to tell of; `job.failed` is for administrators */
  events?: ("prompt.created" | "prompt.updated" | "prompt.published" | "label.moved" | "share.opened" | "enrichment.completed" | "job.failed")[];
  /** Payloads carry the text of the version they are about; without it, ids and numbers only */
  includesText?: boolean;
  enabled?: boolean;
};

export type SecretRotation = {
  /** How long requests are signed with both secrets; 0 ends the old one at once */
  overlapSeconds?: number;
};

export type WebhookReplay = {
  /** Deliveries made since then; 30 days are kept */
  since: string;
};

export type ProfileChanges = {
  /** Shown on prompts you publish */
  fullName?: string;
  preferences?: PreferenceChanges;
};

export type PreferenceChanges = {
  locale?: string | null;
  timezone?: string | null;
  theme?: "system" | "light" | "dark" | null;
  defaultModel?: string | null;
  weeklyReport?: boolean | null;
};

export type AccountErasure = {
  /** Yours. Who signs in with Supabase needs a sign-in within five minutes instead */
  password?: string;
};

export type NewApiKey = {
  /** For yourself, so that you can tell keys apart */
  name: string;
  /** What the key may do; an operation names the scope it needs */
  scopes: ("prompts:read" | "prompts:write" | "labels:write" | "enrichment" | "sharing" | "analytics:read")[];
  /** In the future, at most 10 years ahead */
  expiresAt?: string;
  /** Networks (or single addresses) the key may be used from; without them, from everywhere */
  allowedCidrs?: string[];
};

export type ApiKeyChanges = {
  /** For yourself, so that you can tell keys apart */
  name?: string;
  /** What the key may do; an operation names the scope it needs */
  scopes?: ("prompts:read" | "prompts:write" | "labels:write" | "enrichment" | "sharing" | "analytics:read")[];
  expiresAt?: string | null;
  allowedCidrs?: string[] | null;
};

export type Rotation = {
  /** How long the old secret goes on working; 0 ends every older secret at once */
  overlapSeconds?: number;
};

export type ApiKeyQuestion = {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  /** `/api/v1/prompts`; a query is ignored */
  path?: string;
  /** Where the call would come from */
  address?: string;
};

export type Marking = {
  ids?: string[];
  all?: true;
};

export type UserChanges = {
  subscriptionTier?: "free" | "pro";
  role?: "user" | "admin";
  suspended?: boolean;
  /**
   * One line without control or invisible characters. The person is told it; the audit log only keeps
   * that there was one
   */
  reason?: string;
};

export type Verdict = {
  status: "approved" | "flagged" | "removed";
  /**
   * One line without control or invisible characters. The owner is told it; wanted for `flagged` and
   * `removed`
   */
  reason?: string;
};

export type Appeal = {
  /** For the administrators; one a decision */
  note: string;
};

export type NewBroadcast = {
  /** The subject of the mail */
  title: string;
  /** Plain text; an empty line begins a paragraph */
  text: string;
  channels: ("in_app" | "mail")[];
  audience?: Audience;
  /** Answers how many and whom, and sends nothing */
  dryRun?: boolean;
  /** Of a dry run of exactly this; wanted for more than 1000 people. Serves once */
  dryRunToken?: string;
};

export type Audience = {
  subscriptionTier?: "free" | "pro";
  role?: "user" | "admin";
  emailVerified?: boolean;
  /** Signed in, or called with a key, since then */
  activeSince?: string;
  createdAfter?: string;
  createdBefore?: string;
  /** Has a prompt for this model */
  selectedModel?: string;
};

export type RetryWish = {
  queue?: string;
  /** Ids of failed jobs or of their dead letters */
  ids?: string[];
};

export type DashboardForm = {
  token?: string;
};

export type FlagChange = {
  enabled: boolean;
  /** For people; a new flag without one is described by its name */
  description?: string;
};

export type NotificationSettingsChanges = {
  mail: {
    announcements?: boolean;
    modelRetiring?: boolean;
    weeklyReport?: boolean;
    quotaReached?: boolean;
    shareOpened?: boolean;
  };
};

export type WebhookText = {
  role: string | null;
  task: string;
  context: string | null;
  requirements: string | null;
  style: string | null;
  output: string | null;
  rawPrompt: string;
  selectedModel: string;
};

export type SignedIn = {
  user: {
    id: string;
    email: string;
    fullName: string;
  };
  /** Send it as `Authorization: Bearer …` */
  accessToken: string;
  /** Good for one refresh, which gives the next one */
  refreshToken: string;
  /** Seconds the access token is good for */
  expiresIn: number;
  tokenType: "Bearer";
};

export type Jwks = {
  keys: {
    kty: "EC";
    crv: "P-256";
    x: string;
    y: string;
    kid: string;
    alg: "ES256";
    use: "sig";
  }[];
};

export type Taken = {
  message: string;
};

export type OpenSession = {
  id: string;
  createdAt: string;
  /** When its tokens were last renewed */
  lastUsedAt: string;
  /** The latest end; 30 days without use end it earlier */
  expiresAt: string;
  /** Where it was opened from; of an IPv6 address, the /64 */
  ip: string | null;
  userAgent: string | null;
  /** Whether it is the one that asks */
  current: boolean;
};

export type Pagination = {
  limit: number;
  hasMore: boolean;
  nextCursor: string | null;
  total?: number;
};

export type FolderPage = {
  data: Folder[];
  pagination: Pagination;
};

export type Folder = {
  id: string;
  name: string;
  parentId: string | null;
  /** Prompts in it, without those of its subfolders */
  promptCount: number;
  createdAt: string;
  updatedAt: string;
};

export type PromptPage = {
  data: FoundPrompt[];
  pagination: Pagination;
};

export type FoundPrompt = {
  id: string;
  title: string;
  description: string | null;
  category: string;
  tags: string[];
  role: string | null;
  task: string;
  context: string | null;
  requirements: string | null;
  style: string | null;
  output: string | null;
  variables: VariableOutput[];
  selectedModel: string;
  /** By the linter */
  qualityScore: number;
  isPublic: boolean;
  /** When it was published first; null while it is not */
  publishedAt: string | null;
  viewCount: number;
  starCount: number;
  forkCount: number;
  /** Counts changes of the content */
  version: number;
  /** Counts changes of any field; the ETag is `"<id>-r<revision>"` */
  revision: number;
  createdAt: string;
  updatedAt: string;
  /** The name your programs know it by; only you change it */
  slug: string;
  folderId: string | null;
  /** The published prompt, and its version, this one was copied from */
  forkedFrom: {
    id: string;
    version: number;
  } | null;
  moderationStatus: "approved" | "flagged" | "removed";
  /** Where something was searched */
  highlights?: Highlight[];
};

export type Highlight = {
  field: "title" | "description" | "rawPrompt" | "tags";
  /** A piece of the field as it is, 160 characters at most; of tags, one tag */
  snippet: string;
  /** Where the words are in the snippet: from, to (exclusive), in UTF-16 units */
  spans: [number, number][];
};

export type Prompt = {
  id: string;
  title: string;
  description: string | null;
  category: string;
  tags: string[];
  role: string | null;
  task: string;
  context: string | null;
  requirements: string | null;
  style: string | null;
  output: string | null;
  variables: VariableOutput[];
  selectedModel: string;
  /** By the linter */
  qualityScore: number;
  isPublic: boolean;
  /** When it was published first; null while it is not */
  publishedAt: string | null;
  viewCount: number;
  starCount: number;
  forkCount: number;
  /** Counts changes of the content */
  version: number;
  /** Counts changes of any field; the ETag is `"<id>-r<revision>"` */
  revision: number;
  createdAt: string;
  updatedAt: string;
  /** The name your programs know it by; only you change it */
  slug: string;
  folderId: string | null;
  /** The published prompt, and its version, this one was copied from */
  forkedFrom: {
    id: string;
    version: number;
  } | null;
  moderationStatus: "approved" | "flagged" | "removed";
  /** The six parts composed into one text */
  rawPrompt: string;
  /**
   * The whole text as the enhancer made it, while the newest content is an enhancement you accepted;
   * else null
   */
  enrichedPrompt: string | null;
};

export type VersionPage = {
  data: VersionSummary[];
  pagination: Pagination;
};

export type VersionSummary = {
  version: number;
  /** Null once the author has left */
  author: {
    name: string;
  } | null;
  message: string | null;
  /** SHA-256 of parts, model and variables; equal hashes are equal content */
  contentHash: string;
  selectedModel: string;
  qualityScore: number;
  createdAt: string;
};

export type Version = {
  version: number;
  /** Null once the author has left */
  author: {
    name: string;
  } | null;
  message: string | null;
  /** SHA-256 of parts, model and variables; equal hashes are equal content */
  contentHash: string;
  selectedModel: string;
  qualityScore: number;
  createdAt: string;
  role: string | null;
  task: string;
  context: string | null;
  requirements: string | null;
  style: string | null;
  output: string | null;
  rawPrompt: string;
  variables: VariableOutput[];
};

export type VersionDiff = {
  from: number;
  to: number;
  /** Fields that differ */
  changes: FieldChange[];
  /** All of them, one file a field */
  unified: string;
};

export type FieldChange = {
  field: "role" | "task" | "context" | "requirements" | "style" | "output" | "variables" | "selectedModel";
  kind: "added" | "removed" | "changed";
  /** Variables are JSON, one a line */
  before: string | null;
  after: string | null;
  /** In order: what is not added makes `before`, what is not removed makes `after` */
  words: {
    value: string;
    added?: true;
    removed?: true;
  }[];
  /** As `diff -u` writes it */
  unified: string;
};

export type LabelPage = {
  data: Label[];
  pagination: Pagination;
};

export type Label = {
  promptId: string;
  label: string;
  version: number;
  /** Counts moves; the ETag is `"<promptId>-<label>-r<revision>"` */
  revision: number;
  /** Whose account moved it last; null once that has left */
  movedBy: {
    id: string;
    name: string;
  } | null;
  /** An API key moves it only with the scope `labels:write` */
  isProtected: boolean;
  createdAt: string;
  updatedAt: string;
};

export type LabelEvent = {
  id: string;
  label: string;
  /** Of the label after this move; a history has no gap */
  revision: number;
  /** The version before; null when there was no such label */
  from: number | null;
  /** The version after; null when the label was removed */
  to: number | null;
  reason: string | null;
  /** The move this one took back */
  undoes: string | null;
  by: {
    id: string | null;
    /** Null once the account has left */
    name: string | null;
    /** What credential was used */
    kind: "session" | "supabase" | "api_key" | "job";
  };
  at: string;
};

export type LabelEventPage = {
  data: LabelEvent[];
  pagination: Pagination;
};

export type RenderedPrompt = {
  text: string;
  /** The part `role` is the system's, the rest the user's */
  messages: RenderedMessage[];
  variables: RenderReport;
  promptId: string;
  version: number;
  /** As it was asked for */
  label: string | null;
  model: string;
};

export type RenderedMessage = {
  role: "system" | "user";
  content: string;
};

export type RenderReport = {
  /** Variables in the text, in the order of first use */
  used: string[];
  /** Not given: they took their default, or nothing where they may be left out */
  defaulted: string[];
  /** In the text, and not declared by the prompt */
  undeclared: string[];
  /** Given, and neither in the text nor declared */
  unknown: string[];
  /** Declared, and not in the text */
  unused: string[];
  /** Names that look like one name written in two ways */
  similar: {
    name: string;
    like: string;
  }[];
  /** Closed `{{…}}` that names no variable: it stays as it is */
  ignored: string[];
};

export type Resolution = {
  data: (ResolvedPrompt | UnresolvedPrompt)[];
};

export type ResolvedPrompt = {
  id: string;
  slug: string;
  title: string;
  version: number;
  /** As it was asked for */
  label: string | null;
  role: string | null;
  task: string;
  context: string | null;
  requirements: string | null;
  style: string | null;
  output: string | null;
  rawPrompt: string;
  model: string;
  variables: VariableOutput[];
  /** SHA-256 of the content; equal hashes are equal content */
  contentHash: string;
  /** When `variables` were given */
  rendered?: {
    text: string;
    /** The part `role` is the system's, the rest the user's */
    messages: RenderedMessage[];
    variables: RenderReport;
  };
};

export type UnresolvedPrompt = {
  error: {
    code: "not_found" | "template_invalid" | "variable_missing" | "invalid_input";
    title: string;
    detail: string;
    errors: {
      path: string;
      code: string;
      message: string;
    }[];
  };
};

export type ImportPlan = {
  dryRun: boolean;
  formats: ("promptr" | "markdown" | "openai" | "langfuse" | "langsmith" | "prompts.chat" | "prompt.yml" | "dotprompt" | "promptfoo")[];
  create: {
    slug: string;
    title: string;
    /** Null while it is only a plan */
    id: string | null;
    versions: number;
  }[];
  update: {
    slug: string;
    id: string;
    /** The newest version before */
    from: number;
    /** The newest version after; the same where only the fields change */
    to: number;
    /** Fields beside the content that change */
    fields: string[];
  }[];
  unchanged: {
    slug: string;
    id: string;
  }[];
  /** What keeps the file from being imported; empty in an answer that is no dry run */
  conflict: {
    slug: string;
    code: string;
    message: string;
  }[];
  /** Labels that stand, or would stand, elsewhere than in the file */
  labels: {
    slug: string;
    label: string;
    from: number | null;
    to: number;
    action: "move" | "keep";
  }[];
  /** Folders that are made, as paths */
  folders: string[][];
  quota: {
    needed: number;
    /** New prompts the month has left, before this import */
    remaining: number;
  };
  /** What the file has and Promptr has no place for; `places` are the first ten */
  lost: {
    what: string;
    why: string;
    count: number;
    places: string[];
  }[];
};

export type PublicPromptPage = {
  data: FoundPublicPrompt[];
  pagination: Pagination;
};

export type FoundPublicPrompt = {
  id: string;
  title: string;
  description: string | null;
  category: string;
  tags: string[];
  role: string | null;
  task: string;
  context: string | null;
  requirements: string | null;
  style: string | null;
  output: string | null;
  variables: VariableOutput[];
  selectedModel: string;
  /** By the linter */
  qualityScore: number;
  isPublic: boolean;
  /** When it was published first; null while it is not */
  publishedAt: string | null;
  viewCount: number;
  starCount: number;
  forkCount: number;
  /** Counts changes of the content */
  version: number;
  /** Counts changes of any field; the ETag is `"<id>-r<revision>"` */
  revision: number;
  createdAt: string;
  updatedAt: string;
  author: {
    name: string;
  };
  /** Where something was searched */
  highlights?: Highlight[];
};

export type PublicPrompt = {
  id: string;
  title: string;
  description: string | null;
  category: string;
  tags: string[];
  role: string | null;
  task: string;
  context: string | null;
  requirements: string | null;
  style: string | null;
  output: string | null;
  variables: VariableOutput[];
  selectedModel: string;
  /** By the linter */
  qualityScore: number;
  isPublic: boolean;
  /** When it was published first; null while it is not */
  publishedAt: string | null;
  viewCount: number;
  starCount: number;
  forkCount: number;
  /** Counts changes of the content */
  version: number;
  /** Counts changes of any field; the ETag is `"<id>-r<revision>"` */
  revision: number;
  createdAt: string;
  updatedAt: string;
  author: {
    name: string;
  };
  /** The six parts composed into one text */
  rawPrompt: string;
};

export type CategoryPage = {
  data: Category[];
  pagination: Pagination;
};

export type Category = {
  name: string;
  description: string;
  /** Published prompts in it */
  count: number;
};

export type StarredPage = {
  data: StarredPrompt[];
  pagination: Pagination;
};

export type StarredPrompt = {
  id: string;
  title: string;
  description: string | null;
  category: string;
  tags: string[];
  selectedModel: string;
  /** Counts changes of the content */
  version: number;
  /** By the linter */
  qualityScore: number;
  isPublic: boolean;
  viewCount: number;
  starCount: number;
  forkCount: number;
  author: {
    name: string;
  };
  starredAt: string;
};

export type Upstream = {
  /** The prompt it was copied from; null once that is gone for good */
  of: string | null;
  /** The version that was copied */
  version: number;
  /** False when it is not, or no longer, yours to read */
  available: boolean;
  /** Its version now; null when it is not available */
  upstreamVersion: number | null;
  /** Whether it has a newer version than the copied one */
  upstreamChanged: boolean | null;
};

export type PublishCheck = {
  /** Publishing it as it is would be refused */
  blocked: boolean;
  findings: {
    ruleId: string;
    /** `task`, `tags.3`, `variables.0.default` */
    field: string;
    /** Start and end in UTF-16 units of the field */
    span: [number, number];
    message: string;
    /** False for what is only a warning */
    blocks: boolean;
  }[];
  /** Published prompts that say nearly the same; they do not keep yours from being published */
  nearDuplicates: {
    id: string;
    title: string;
  }[];
};

export type ModelCatalogue = {
  data: CatalogueModel[];
  defaultModel: string;
};

export type CatalogueModel = {
  id: string;
  provider: "openai" | "anthropic" | "google" | "builtin";
  aliases: string[];
  /** Tokens; null when not known */
  contextWindow: number | null;
  maxOutputTokens: number | null;
  /** List price in USD per million tokens; may lag behind the provider's; null when not known */
  prices: {
    input: number;
    output: number;
  } | null;
  /** What may be asked of it; false where that is not known */
  capabilities: {
    structuredOutput: boolean;
    streaming: boolean;
    temperature: boolean;
  };
  status: "active" | "retiring" | "retired";
  /** The first day (UTC) it answers no more, once announced */
  retiresOn: string | null;
  /** What answers in its place when it is retired */
  replacement: string | null;
  /** Whether this server holds a key of its provider */
  configured: boolean;
  /** Whether its provider's own list has it; false: not used; null while no list was read */
  listed: boolean | null;
};

export type Validation = {
  /** Weighted geometric mean of the dimensions under the caps of grave findings */
  score: number;
  grade: "A" | "B" | "C" | "D" | "E" | "F";
  dimensions: {
    clarity: number;
    completeness: number;
    consistency: number;
    outputContract: number;
    safety: number;
    reuse: number;
    economy: number;
  };
  findings: {
    ruleId: string;
    severity: "error" | "warning" | "suggestion";
    dimension: "clarity" | "completeness" | "consistency" | "outputContract" | "safety" | "reuse" | "economy";
    field: "role" | "task" | "context" | "requirements" | "style" | "output";
    /** Start and end (exclusive) in the field, in UTF-16 units */
    span: [number, number];
    message: string;
    fix?: Fix;
    question?: string;
  }[];
  scoreVersion: number;
  /** Equal hashes make scores comparable */
  rulesHash: string;
};

/** The edit that removes the finding */
export type Fix = {
  field: "role" | "task" | "context" | "requirements" | "style" | "output";
  /** Start and end (exclusive) in the field, in UTF-16 units */
  span: [number, number];
  replacement: string;
  description: string;
};

export type Suggestions = {
  score: number;
  grade: "A" | "B" | "C" | "D" | "E" | "F";
  /** Most serious first, then what wins most */
  suggestions: {
    ruleId: string;
    severity: "error" | "warning" | "suggestion";
    dimension: "clarity" | "completeness" | "consistency" | "outputContract" | "safety" | "reuse" | "economy";
    field: "role" | "task" | "context" | "requirements" | "style" | "output";
    /** Start and end (exclusive) in the field, in UTF-16 units */
    span: [number, number];
    message: string;
    edit: Fix | null;
    question: string | null;
  }[];
};

export type ModelMigration = {
  from: string;
  to: string;
  dryRun: boolean;
  prompts: MigratedPrompt[];
  /** With `all`: send it as `after` for those behind; null when these were the last */
  next: string | null;
  /** Prompts of yours that are still written for `from` */
  remaining: number;
};

export type MigratedPrompt = {
  promptId: string;
  title: string;
  /**
   * `unchanged`: it is written for another model already. `refused`: it could not be saved, `problem`
   * says why
   */
  status: "migrated" | "would_migrate" | "unchanged" | "refused";
  /** The version that was the newest */
  previousVersion: number;
  /** The newest version now; in a dry run the one there would be */
  version: number;
  selectedModel: string;
  /** What the linter says of this prompt on the new model */
  findings: {
    ruleId: string;
    severity: "error" | "warning" | "suggestion";
    field: "role" | "task" | "context" | "requirements" | "style" | "output";
    /** Start and end (exclusive) in the field, in UTF-16 units */
    span: [number, number];
    message: string;
  }[];
  /** Labels that still stand on a version for the old model: they stay until you move them */
  labels: {
    label: string;
    version: number;
  }[];
  problem: {
    code: string;
    detail: string;
  } | null;
};

export type PromptRun = {
  text: string;
  promptId: string;
  version: number;
  /** As it was asked for */
  label: string | null;
  /** What wrote the answer */
  model: string;
  provider: "openai" | "anthropic" | "google";
  /** The model you or the prompt named, when another one answered */
  requestedModel: string | null;
  /** Why another one did, or that the answer was cut off */
  notice: string | null;
  usage: {
    /** As the provider counts */
    inputTokens: number;
    outputTokens: number;
    /** By list price; null when that is not known */
    costUsd: number | null;
  };
  processingTimeMs: number;
};

export type TestRun = {
  id: string;
  promptId: string;
  version: number;
  model: string;
  state: "queued" | "running" | "done" | "failed";
  /** How many there were when it was asked for */
  cases: number;
  passed: number;
  /** Together with `passed`: how many are done */
  failed: number;
  /** Why it ended early; what was done until then is kept */
  failure: string | null;
  inputTokens: number;
  outputTokens: number;
  /** By list price; calls of models without one count 0 */
  costUsd: number;
  /** Of all its cases together */
  durationMs: number;
  createdAt: string;
  finishedAt: string | null;
};

export type TestRunPage = {
  data: TestRun[];
  pagination: Pagination;
};

export type TestRunWithResults = {
  id: string;
  promptId: string;
  version: number;
  model: string;
  state: "queued" | "running" | "done" | "failed";
  /** How many there were when it was asked for */
  cases: number;
  passed: number;
  /** Together with `passed`: how many are done */
  failed: number;
  /** Why it ended early; what was done until then is kept */
  failure: string | null;
  inputTokens: number;
  outputTokens: number;
  /** By list price; calls of models without one count 0 */
  costUsd: number;
  /** Of all its cases together */
  durationMs: number;
  createdAt: string;
  finishedAt: string | null;
  results: TestResult[];
};

export type TestResult = {
  caseId: string;
  /** As the case was called then */
  name: string;
  passed: boolean;
  /** Why there is no answer, or why it could not be judged */
  failure: string | null;
  /** Its first 8000 characters */
  answer: string | null;
  answerCharacters: number;
  checks: TestCheck[];
  inputTokens: number;
  outputTokens: number;
  /** By list price; calls of models without one count 0 */
  costUsd: number;
  durationMs: number;
  createdAt: string;
};

export type TestCheck = {
  kind: "contains" | "matches" | "json_schema" | "judge";
  not: boolean;
  about: string;
  passed: boolean;
  /**
   * Of the thing itself, before `not`. `unsure` never passes: a judge without a quote, a check too
   * costly
   */
  verdict: "holds" | "fails" | "unsure";
  reason: string | null;
  /** A judge's quote from the answer */
  evidence: string | null;
  /** Who judged */
  model: string | null;
};

export type TestComparison = {
  from: TestRun;
  to: TestRun;
  counts: {
    better: number;
    worse: number;
    same: number;
    unjudged: number;
    onlyFrom: number;
    onlyTo: number;
  };
  /** Cost in USD of the cases both runs have; below 0 is less than before */
  costUsd: {
    from: number;
    to: number;
    difference: number;
  };
  /** Time in milliseconds of the cases both runs have; below 0 is less than before */
  durationMs: {
    from: number;
    to: number;
    difference: number;
  };
  cases: {
    caseId: string;
    name: string;
    /** Null: the case was not in that run */
    from: boolean | null;
    /** Null: the case was not in that run */
    to: boolean | null;
    /**
     * `unjudged`: one of them got no answer, or one that could not be judged, which says nothing of
     * the prompt
     */
    verdict: "better" | "worse" | "same" | "unjudged" | "only_from" | "only_to";
    /** The case was edited or deleted since the earlier run, so both may not have been asked the same */
    changed: boolean;
  }[];
};

export type TestCasePage = {
  data: TestCase[];
  pagination: Pagination;
};

export type TestCase = {
  id: string;
  promptId: string;
  name: string;
  variables: Record<string, string | number | boolean>;
  expectations: ExpectationOutput[];
  createdAt: string;
  updatedAt: string;
};

export type Enhancement = {
  /**
   * What `/enrichment/apply` takes, for 24 hours; null where there is nothing to apply, or nothing to
   * apply it to any more
   */
  id: string | null;
  status: "improved" | "already_good" | "needs_input";
  enhanced: {
    role: string | null;
    task: string | null;
    context: string | null;
    requirements: string | null;
    style: string | null;
    output: string | null;
  };
  enhancedPrompt: string;
  /** Each can be taken alone */
  changes: {
    id: string;
    field: "role" | "task" | "context" | "requirements" | "style" | "output";
    /** Stands exactly once in the field; "" when the field was empty */
    before: string;
    after: string;
    /** The finding it removes, or `instructions` */
    ruleId: string;
    reason: string;
    severity: "error" | "warning" | "suggestion";
  }[];
  /** Unified, one file a part */
  diff: string;
  variables: {
    kept: string[];
    added: string[];
    removed: string[];
  };
  /** What only you can know */
  questions: string[];
  quality: {
    before: number;
    after: number;
  };
  /** What wrote the answer */
  model: string;
  provider: "openai" | "anthropic" | "google" | "builtin";
  /** The model you named, when another one wrote the answer */
  requestedModel: string | null;
  /** Why another one did */
  notice: string | null;
  usage: {
    /** As the provider counts; estimated where it does not or cannot be right, 0 where `cached` */
    inputTokens: number;
    outputTokens: number;
    /** By list price; null when that is not known */
    costUsd: number | null;
  };
  /** Answered as within the last 24 hours, or together with an equal request: it cost nothing */
  cached: boolean;
  processingTimeMs: number;
  /** The new version of the prompt, where `save` made one */
  draftVersion?: number;
};

export type Application = {
  /** Null for text that came with the request: nothing is stored */
  promptId: string | null;
  /** Of the prompt; a new one unless it held the changes already */
  version: number | null;
  /** Those that are in it now */
  changes: string[];
  enhanced: {
    role: string | null;
    task: string | null;
    context: string | null;
    requirements: string | null;
    style: string | null;
    output: string | null;
  };
  enhancedPrompt: string;
  quality: {
    before: number;
    after: number;
  };
};

export type ShareLink = {
  /** Names the link to its owner (PUT, DELETE); opens nothing */
  id: string;
  promptId: string;
  promptTitle: string;
  /** The first characters of the token, to tell links apart */
  tokenStart: string | null;
  /** `unavailable`: the prompt is deleted or removed, or the label is not set */
  state: "live" | "expired" | "used_up" | "unavailable";
  /** null with a null label follows the newest version */
  version: number | null;
  /** Shows what this label names at the moment */
  label: string | null;
  isPublic: boolean;
  expiresAt: string | null;
  hasPassword: boolean;
  maxViews: number | null;
  /** Exact */
  viewCount: number;
  lastViewedAt: string | null;
  /** Wrong passwords so far; like the days up to two seconds late */
  refusedCount: number;
  /** Visits after the end so far */
  endedCount: number;
  /** Of the last 30 days those on which somebody came */
  days: ShareDay[];
  createdAt: string;
  updatedAt: string;
  /** Shown only now; unless the link is listed the server keeps a digest of it */
  token: string;
  /** The page for people */
  url: string;
};

export type ShareDay = {
  /** UTC */
  day: string;
  views: number;
  /** Wrong passwords, and tries that were too many to be looked at */
  refused: number;
  /** Came after the link had expired or was used up */
  ended: number;
};

export type OwnLink = {
  /** Names the link to its owner (PUT, DELETE); opens nothing */
  id: string;
  promptId: string;
  promptTitle: string;
  /** The first characters of the token, to tell links apart */
  tokenStart: string | null;
  /** `unavailable`: the prompt is deleted or removed, or the label is not set */
  state: "live" | "expired" | "used_up" | "unavailable";
  /** null with a null label follows the newest version */
  version: number | null;
  /** Shows what this label names at the moment */
  label: string | null;
  isPublic: boolean;
  expiresAt: string | null;
  hasPassword: boolean;
  maxViews: number | null;
  /** Exact */
  viewCount: number;
  lastViewedAt: string | null;
  /** Wrong passwords so far; like the days up to two seconds late */
  refusedCount: number;
  /** Visits after the end so far */
  endedCount: number;
  /** Of the last 30 days those on which somebody came */
  days: ShareDay[];
  createdAt: string;
  updatedAt: string;
  /** Known of a listed link only */
  url: string | null;
};

export type ListedShare = {
  url: string;
  title: string;
  description: string | null;
  /** Display name */
  sharedBy: string;
  createdAt: string;
};

export type SharedPrompt = {
  title: string;
  description: string | null;
  role: string | null;
  task: string;
  context: string | null;
  requirements: string | null;
  style: string | null;
  output: string | null;
  /** The six parts composed into one text */
  rawPrompt: string;
  selectedModel: string;
  version: number;
  /** Display name of the one who made the link */
  sharedBy: string;
  /** `used` counts this one; `max` is null when the link is not limited */
  views: {
    used: number;
    max: number | null;
  };
  isPublic: boolean;
  expiresAt: string | null;
};

export type WebhookPage = {
  data: Webhook[];
  pagination: Pagination;
};

export type Webhook = {
  id: string;
  url: string;
  description: string | null;
  events: ("prompt.created" | "prompt.updated" | "prompt.published" | "label.moved" | "share.opened" | "enrichment.completed" | "job.failed")[];
  includesText: boolean;
  enabled: boolean;
  /**
   * Why we disabled it: it answered 410, it failed for five days, or the server's own secret changed
   * (rotate it)
   */
  disabledReason: "gone" | "failing" | "secret_lost" | null;
  disabledAt: string | null;
  /** The first failure after the last success */
  failingSince: string | null;
  /** While requests are signed with two secrets */
  oldSecretValidUntil: string | null;
  createdAt: string;
  updatedAt: string;
};

export type WebhookWithSecret = {
  id: string;
  url: string;
  description: string | null;
  events: ("prompt.created" | "prompt.updated" | "prompt.published" | "label.moved" | "share.opened" | "enrichment.completed" | "job.failed")[];
  includesText: boolean;
  enabled: boolean;
  /**
   * Why we disabled it: it answered 410, it failed for five days, or the server's own secret changed
   * (rotate it)
   */
  disabledReason: "gone" | "failing" | "secret_lost" | null;
  disabledAt: string | null;
  /** The first failure after the last success */
  failingSince: string | null;
  /** While requests are signed with two secrets */
  oldSecretValidUntil: string | null;
  createdAt: string;
  updatedAt: string;
  /** `whsec_…`, shown only now */
  secret: string;
};

export type WebhookDeliveryPage = {
  data: WebhookDelivery[];
  pagination: Pagination;
};

export type WebhookDelivery = {
  /** The `webhook-id` of every attempt at it */
  id: string;
  webhookId: string;
  event: {
    id: string;
    type: "prompt.created" | "prompt.updated" | "prompt.published" | "label.moved" | "share.opened" | "enrichment.completed" | "job.failed" | "webhook.test";
    sequence: number;
    at: string;
  };
  state: "pending" | "delivered" | "failed";
  /** Begun so far; a replay starts anew */
  attempts: number;
  lastAttempt: {
    at: string;
    /** What the receiver answered with; null when it did not */
    status: number | null;
    /** null while it runs */
    durationMs: number | null;
    /**
     * `refused`, `unknown_host`, `timeout`, `tls`, `unreachable`, `secret_lost`, `unreadable` (the
     * event is older than what it is told by) or `answer`
     */
    failure: string | null;
    /** How the answer began, at most 500 characters */
    answer: string | null;
  } | null;
  /** null when none will follow by itself */
  nextAttemptAt: string | null;
  createdAt: string;
};

export type WebhookReplayed = {
  /** At most 1000, the oldest first */
  replayed: number;
  /** Ask again: there are more */
  hasMore: boolean;
};

export type Profile = {
  id: string;
  /** Null when the issuer of a Supabase account names none */
  email: string | null;
  emailVerified: boolean;
  fullName: string;
  /** Where the account signs in */
  origin: "local" | "supabase";
  role: "user" | "admin";
  subscriptionTier: "free" | "pro";
  subscriptionStatus: "inactive" | "active" | "past_due" | "canceled";
  preferences: Preferences;
  createdAt: string;
  updatedAt: string;
  /** Calls with API keys this month has left */
  apiCallsRemaining: number;
  quotas: {
    prompts: Quota;
    enrichments: Quota;
    apiCalls: Quota;
  };
};

/** What was never chosen is absent */
export type Preferences = {
  locale?: string;
  timezone?: string;
  theme?: "system" | "light" | "dark";
  defaultModel?: string;
  weeklyReport?: boolean;
};

export type Quota = {
  limit: number;
  used: number;
  remaining: number;
  /** The next month (UTC) begins */
  resetsAt: string;
};

export type Stats = {
  prompts: {
    total: number;
    public: number;
    /** The fullest first; categories without a prompt are left out */
    byCategory: {
      category: string;
      count: number;
    }[];
  };
  /** Of these prompts */
  versions: number;
  /** Of these prompts */
  views: number;
  /** `active` can be opened now; `views` are of all links, ended ones while they are kept */
  shares: {
    active: number;
    views: number;
  };
  /** Those that counted against a quota */
  enhancements: {
    total: number;
    thisMonth: number;
    improved: number;
  };
  /** Sent to and received from models, failed calls too */
  tokens: {
    input: number;
    output: number;
  };
  /** What these tokens cost, failed calls too */
  costUsd: number;
  /** Null without a prompt */
  averageQuality: number | null;
  memberSince: string;
};

export type DataExport = {
  id: string;
  state: "queued" | "running" | "ready";
  createdAt: string;
  /** The file is removed then */
  expiresAt: string;
  /** Size of the zip file, once it is ready */
  bytes: number | null;
  /** Of the zip file, in hex, once it is ready */
  sha256: string | null;
  /** Wants your access token; null until it is ready */
  downloadUrl: string | null;
};

export type ErasureScheduled = {
  erasure: "scheduled";
};

export type ApiKeyPage = {
  data: ApiKey[];
  pagination: Pagination;
};

export type ApiKey = {
  id: string;
  name: string;
  /** How the key begins */
  prefix: string;
  scopes: ("prompts:read" | "prompts:write" | "labels:write" | "enrichment" | "sharing" | "analytics:read")[];
  /** null: usable from everywhere */
  allowedCidrs: string[] | null;
  expiresAt: string | null;
  /** Noted at most once a minute */
  lastUsedAt: string | null;
  lastUsedIp: string | null;
  /** While the secret before the last rotation still works */
  rotation: {
    oldPrefix: string;
    oldSecretValidUntil: string;
    /** Somebody still uses the old secret when this moves */
    oldSecretLastUsedAt: string | null;
  } | null;
  createdAt: string;
  updatedAt: string;
};

export type CreatedApiKey = {
  id: string;
  name: string;
  /** How the key begins */
  prefix: string;
  scopes: ("prompts:read" | "prompts:write" | "labels:write" | "enrichment" | "sharing" | "analytics:read")[];
  /** null: usable from everywhere */
  allowedCidrs: string[] | null;
  expiresAt: string | null;
  /** Noted at most once a minute */
  lastUsedAt: string | null;
  lastUsedIp: string | null;
  /** While the secret before the last rotation still works */
  rotation: {
    oldPrefix: string;
    oldSecretValidUntil: string;
    /** Somebody still uses the old secret when this moves */
    oldSecretLastUsedAt: string | null;
  } | null;
  createdAt: string;
  updatedAt: string;
  /** Shown only now; the server keeps a keyed hash of it */
  key: string;
};

export type RotatedApiKey = {
  id: string;
  name: string;
  /** How the key begins */
  prefix: string;
  scopes: ("prompts:read" | "prompts:write" | "labels:write" | "enrichment" | "sharing" | "analytics:read")[];
  /** null: usable from everywhere */
  allowedCidrs: string[] | null;
  expiresAt: string | null;
  /** Noted at most once a minute */
  lastUsedAt: string | null;
  lastUsedIp: string | null;
  /** While the secret before the last rotation still works */
  rotation: {
    oldPrefix: string;
    oldSecretValidUntil: string;
    /** Somebody still uses the old secret when this moves */
    oldSecretLastUsedAt: string | null;
  } | null;
  createdAt: string;
  updatedAt: string;
  /** Shown only now; the server keeps a keyed hash of it */
  key: string;
  /** The old secret works until then */
  oldSecretValidUntil: string;
};

export type ApiKeyExplanation = {
  /** Whether the key would be let in at all now */
  usable: boolean;
  /** Why it is not usable, or what else is worth knowing */
  reasons: string[];
  scopes: ("prompts:read" | "prompts:write" | "labels:write" | "enrichment" | "sharing" | "analytics:read")[];
  allowedCidrs: string[] | null;
  /** Calls of the month (UTC) with all keys of the account */
  quota: Quota;
  operations: {
    operation: string;
    method: string;
    path: string;
    allowed: boolean;
    reason: string;
  }[];
};

export type ApiKeyUsage = {
  from: string;
  to: string;
  /** Calls of the month (UTC) with all keys of the account */
  quota: Quota;
  keys: {
    keyId: string;
    name: string;
    prefix: string;
    /** In the days asked for */
    calls: number;
    /** Days without a call are left out */
    days: {
      day: string;
      calls: number;
    }[];
  }[];
};

export type NotificationPage = {
  data: Notification[];
  pagination: Pagination;
  /** How many are unread, on this page or not */
  unread: number;
};

export type Notification = {
  id: string;
  /** What kind of thing happened, `password_changed`: choose an icon by it */
  kind: string;
  title: string;
  /** Plain text */
  body: string;
  createdAt: string;
  readAt: string | null;
};

export type Unread = {
  /** How many are unread, on this page or not */
  unread: number;
};

export type UsageAnalytics = {
  /** Where the first hour, day, week or month begins */
  from: string;
  /** Where the last one ends */
  to: string;
  granularity: "hour" | "day" | "week" | "month";
  timezone: string;
  /** Durations are of requests, not of calls of models */
  totals: UsageFigures;
  /** Every stretch of time, also without any */
  buckets: {
    start: string;
    requests: number;
    /** Answered with a status from 400 on */
    failedRequests: number;
    /** 0 to 1; null without any */
    successRate: number | null;
    modelCalls: number;
    failedModelCalls: number;
    tokensUsed: number;
    /** By list price, failed calls too */
    costUsd: number;
    processingTimeMs: Durations;
  }[];
  /** The most used first */
  operations: {
    actionType: string;
    requests: number;
    /** Answered with a status from 400 on */
    failedRequests: number;
    /** 0 to 1; null without any */
    successRate: number | null;
    processingTimeMs: Durations;
  }[];
};

/** Percentiles by nearest rank in milliseconds, at most 9.6 % off; null without any */
export type Durations = {
  p50: number | null;
  p95: number | null;
  p99: number | null;
};

export type UsageFigures = {
  requests: number;
  /** Answered with a status from 400 on */
  failedRequests: number;
  /** 0 to 1; null without any */
  successRate: number | null;
  modelCalls: number;
  failedModelCalls: number;
  tokensUsed: number;
  /** By list price, failed calls too */
  costUsd: number;
  processingTimeMs: Durations;
};

export type PromptAnalytics = {
  /** Where the first hour, day, week or month begins */
  from: string;
  /** Where the last one ends */
  to: string;
  granularity: "hour" | "day" | "week" | "month";
  timezone: string;
  groupBy: "prompt" | "version" | "label";
  /** Success and durations are of calls of models */
  totals: {
    requests: number;
    /** Answered with a status from 400 on */
    failedRequests: number;
    modelCalls: number;
    failedModelCalls: number;
    tokensUsed: number;
    /** By list price, failed calls too */
    costUsd: number;
    /** 0 to 1; null without any */
    successRate: number | null;
    processingTimeMs: Durations;
  };
  buckets: {
    start: string;
    requests: number;
    /** Answered with a status from 400 on */
    failedRequests: number;
    modelCalls: number;
    failedModelCalls: number;
    tokensUsed: number;
    /** By list price, failed calls too */
    costUsd: number;
    /** 0 to 1; null without any */
    successRate: number | null;
    processingTimeMs: Durations;
    versionsWritten: number;
    /** Of the versions written then, 0 to 100; null without any */
    averageQuality: number | null;
  }[];
  /** The most used first */
  prompts: {
    promptId: string;
    /** Null when the prompt is gone */
    title: string | null;
    /** With `groupBy=version`; null where none was told */
    version: number | null;
    /** With `groupBy=label`; null where none was asked for */
    label: string | null;
    /** Of this version, or of the newest one; null when it is gone */
    qualityScore: number | null;
    requests: number;
    /** Answered with a status from 400 on */
    failedRequests: number;
    modelCalls: number;
    failedModelCalls: number;
    tokensUsed: number;
    /** By list price, failed calls too */
    costUsd: number;
    /** 0 to 1; null without any */
    successRate: number | null;
    processingTimeMs: Durations;
  }[];
  /** Versions written in this time, the newest first, a thousand at most */
  quality: {
    promptId: string;
    version: number;
    qualityScore: number;
    createdAt: string;
  }[];
};

export type ModelAnalytics = {
  /** Where the first hour, day, week or month begins */
  from: string;
  /** Where the last one ends */
  to: string;
  granularity: "hour" | "day" | "week" | "month";
  timezone: string;
  totals: {
    modelCalls: number;
    failedModelCalls: number;
    tokensUsed: number;
    /** By list price, failed calls too */
    costUsd: number;
    /** 0 to 1; null without any */
    successRate: number | null;
    processingTimeMs: Durations;
  };
  buckets: {
    start: string;
    modelCalls: number;
    failedModelCalls: number;
    tokensUsed: number;
    /** By list price, failed calls too */
    costUsd: number;
    /** 0 to 1; null without any */
    successRate: number | null;
    processingTimeMs: Durations;
  }[];
  /** The most called first; `share` is of all calls */
  models: {
    modelUsed: string;
    share: number | null;
    modelCalls: number;
    failedModelCalls: number;
    tokensUsed: number;
    /** By list price, failed calls too */
    costUsd: number;
    /** 0 to 1; null without any */
    successRate: number | null;
    processingTimeMs: Durations;
  }[];
};

export type TrendAnalytics = {
  /** Where the first hour, day, week or month begins */
  from: string;
  /** Where the last one ends */
  to: string;
  granularity: "hour" | "day" | "week" | "month";
  timezone: string;
  /** As many stretches before `from` are compared with */
  previousFrom: string;
  metrics: {
    requests: {
      current: number;
      previous: number;
      change: number;
      /** 1 is twice as much; null when there was none before */
      changeRate: number | null;
    };
    failedRequests: {
      current: number;
      previous: number;
      change: number;
      /** 1 is twice as much; null when there was none before */
      changeRate: number | null;
    };
    modelCalls: {
      current: number;
      previous: number;
      change: number;
      /** 1 is twice as much; null when there was none before */
      changeRate: number | null;
    };
    failedModelCalls: {
      current: number;
      previous: number;
      change: number;
      /** 1 is twice as much; null when there was none before */
      changeRate: number | null;
    };
    tokensUsed: {
      current: number;
      previous: number;
      change: number;
      /** 1 is twice as much; null when there was none before */
      changeRate: number | null;
    };
    costUsd: {
      current: number;
      previous: number;
      change: number;
      /** 1 is twice as much; null when there was none before */
      changeRate: number | null;
    };
  };
  buckets: {
    start: string;
    requests: number;
    modelCalls: number;
    /** By list price, failed calls too */
    costUsd: number;
    movingAverage: {
      /** Over this stretch and the six before it */
      requests: number;
      /** Over this stretch and the six before it */
      modelCalls: number;
      /** Over this stretch and the six before it */
      costUsd: number;
    };
  }[];
  /** What changed most: requests of operations, calls of models, both of prompts */
  movers: {
    operations: {
      name: string;
      title: string | null;
      current: number;
      previous: number;
      change: number;
      /** 1 is twice as much; null when there was none before */
      changeRate: number | null;
    }[];
    models: {
      name: string;
      title: string | null;
      current: number;
      previous: number;
      change: number;
      /** 1 is twice as much; null when there was none before */
      changeRate: number | null;
    }[];
    prompts: {
      name: string;
      title: string | null;
      current: number;
      previous: number;
      change: number;
      /** 1 is twice as much; null when there was none before */
      changeRate: number | null;
    }[];
  };
};

export type SystemAnalytics = {
  /** Where the first hour, day, week or month begins */
  from: string;
  /** Where the last one ends */
  to: string;
  granularity: "hour" | "day" | "week" | "month";
  timezone: string;
  people: {
    total: number;
    /** Opened in this time, and still there */
    new: number;
    /** Who asked anything, or had a model called, in this time */
    active: number;
    suspended: number;
    byTier: {
      free: number;
      pro: number;
    };
  };
  prompts: {
    total: number;
    new: number;
  };
  /** Everybody's, people who are not known and people erased since included */
  usage: UsageFigures;
  /** The most called first; `share` is of all calls */
  models: {
    modelUsed: string;
    share: number | null;
    modelCalls: number;
    failedModelCalls: number;
    tokensUsed: number;
    /** By list price, failed calls too */
    costUsd: number;
  }[];
  buckets: {
    start: string;
    requests: number;
    /** Answered with a status from 400 on */
    failedRequests: number;
    /** 0 to 1; null without any */
    successRate: number | null;
    modelCalls: number;
    failedModelCalls: number;
    tokensUsed: number;
    /** By list price, failed calls too */
    costUsd: number;
    processingTimeMs: Durations;
    newPeople: number;
    activePeople: number;
    newPrompts: number;
  }[];
  /** As the queue counted them a few seconds ago */
  queues: {
    name: string;
    queued: number;
    active: number;
    failed: number;
  }[];
  storage: {
    databaseBytes: number;
    /** The largest, with their indexes */
    tables: {
      name: string;
      bytes: number;
    }[];
  };
};

export type UserPage = {
  data: User[];
  pagination: Pagination;
};

export type User = {
  id: string;
  email: string | null;
  fullName: string;
  /** Where the account signs in */
  origin: "local" | "supabase";
  role: "user" | "admin";
  subscriptionTier: "free" | "pro";
  suspendedAt: string | null;
  emailVerified: boolean;
  createdAt: string;
  /** When a session of theirs was last refreshed */
  lastSeenAt: string | null;
};

export type QueuedPromptPage = {
  data: QueuedPrompt[];
  pagination: Pagination;
};

export type QueuedPrompt = {
  id: string;
  /** The owner */
  userId: string;
  title: string;
  description: string | null;
  category: string;
  tags: string[];
  /** The first 500 characters */
  excerpt: string;
  isPublic: boolean;
  status: "approved" | "flagged" | "removed";
  version: number;
  viewCount: number;
  createdAt: string;
  publishedAt: string | null;
  /** The one that holds; null when nobody has decided */
  decision: ModerationDecision | null;
};

export type ModerationDecision = {
  id: string;
  status: "approved" | "flagged" | "removed";
  previousStatus: "approved" | "flagged" | "removed";
  /** What its owner was told */
  reason: string | null;
  decidedAt: string;
  /** It answers a note of the owner's, who has no other */
  isFinal: boolean;
  /** The owner's note */
  appeal: {
    note: string;
    at: string;
  } | null;
};

export type ModeratedPrompt = {
  id: string;
  /** The owner */
  userId: string;
  title: string;
  description: string | null;
  category: string;
  tags: string[];
  /** The first 500 characters */
  excerpt: string;
  isPublic: boolean;
  status: "approved" | "flagged" | "removed";
  version: number;
  viewCount: number;
  createdAt: string;
  publishedAt: string | null;
  /** The one that holds; null when nobody has decided */
  decision: ModerationDecision | null;
  /** All of it, as it would be rendered */
  text: string;
  /** The newest 50, newest first */
  decisions: ModerationDecision[];
};

export type Moderation = {
  status: "approved" | "flagged" | "removed";
  decision: ModerationDecision | null;
  mayAppeal: boolean;
};

export type BroadcastReply = BroadcastDryRun | Broadcast;

export type BroadcastDryRun = {
  dryRun: true;
  people: number;
  /** Some of them, their addresses masked */
  sample: {
    id: string;
    email: string | null;
  }[];
  dryRunToken: string;
  expiresAt: string;
};

export type Broadcast = {
  dryRun: false;
  id: string;
  title: string;
  text: string;
  channels: ("in_app" | "mail")[];
  audience: Audience;
  state: "queued" | "running" | "finished" | "cancelled";
  /** How many there were when it was sent */
  people: number;
  /** Not told yet, or waiting for their mail; of a cancelled one, who never will be */
  queued: number;
  sent: number;
  /** Get no such mail: they or their address said no, or it was never confirmed */
  suppressed: number;
  /** Their mail was refused for good, or not taken within a day */
  failed: number;
  createdAt: string;
  /** When everybody had been reached, or it was cancelled; null while a mail waits */
  finishedAt: string | null;
};

export type BroadcastPage = {
  data: Broadcast[];
  pagination: Pagination;
};

export type JobPage = {
  data: Job[];
  pagination: Pagination;
  queues: JobQueue[];
};

export type Job = {
  id: string;
  queue: string;
  /** `created` and `retry` wait; `retry` has failed before */
  state: "created" | "retry" | "active" | "completed" | "cancelled" | "failed";
  /** Ids, times and words of ours; anything else reads `[redacted]` */
  payload: Record<string, unknown> | null;
  /** The request that asked for it */
  requestId: string | null;
  /** How many times it was begun */
  attempts: number;
  attemptsMax: number;
  /** The name of the last error, never its words */
  error: string | null;
  createdAt: string;
  startAfter: string;
  startedAt: string | null;
  completedAt: string | null;
  /** Of a dead letter: the job it is a copy of */
  source: {
    queue: string;
    id: string;
  } | null;
};

export type JobQueue = {
  /** `dead_letter` holds what failed for good, beside the failed job itself */
  name: string;
  /** Since when workers take nothing from it */
  pausedAt: string | null;
  /** Five-field cron, UTC */
  schedule: string | null;
  counts: {
    created: number;
    retry: number;
    active: number;
    completed: number;
    cancelled: number;
    failed: number;
  };
  /** How long the oldest job that could run now has waited */
  oldestWaitSeconds: number | null;
  throughput: {
    completedLastMinute: number;
    completedLastHour: number;
    failedLastHour: number;
  };
};

export type RetriedJobs = {
  retried: number;
  /** How many a further call would put back */
  left: number;
};

export type ClearedJobs = {
  deleted: number;
  /** How many a further call would remove */
  left: number;
};

export type FlagList = {
  flags: FlagState[];
};

export type FlagState = {
  name: string;
  description: string;
  /** What holds */
  enabled: boolean;
  /** What the table says */
  stored: boolean;
  /** PROMPTR_FLAGS decides, whatever the table says */
  overridden: boolean;
  /** The product itself reads it; others are for front ends */
  builtIn: boolean;
};

export type AuditPage = {
  data: AuditRow[];
  pagination: Pagination;
};

export type AuditRow = {
  /** Its number in the chain */
  seq: number;
  at: string;
  actorKind: "session" | "supabase" | "api_key" | "operator" | "job" | "nobody";
  actorId: string | null;
  action: string;
  outcome: "done" | "denied";
  subjectType: string;
  subjectId: string | null;
  /** Whose account it concerns */
  ownerId: string | null;
  requestId: string | null;
  /** Of the caller's address only the network */
  network: string | null;
  details: Record<string, unknown>;
};

export type Health = {
  status: "healthy" | "degraded" | "unhealthy";
  timestamp: string;
  /** Seconds since the process started */
  uptime: number;
  version: string;
  /** Null when the sources run as they are */
  commit: string | null;
  /** The newest migration this release brings */
  schemaVersion: string;
  services: {
    database: {
      status: "healthy" | "degraded" | "unhealthy";
      /** Milliseconds */
      responseTime?: number;
    };
    queue: {
      status: "healthy" | "degraded" | "unhealthy";
      /** Milliseconds */
      responseTime?: number;
    };
    external_apis: {
      status: "healthy" | "degraded" | "unhealthy";
      /** Milliseconds */
      responseTime?: number;
    };
  };
  metrics: {
    /** Resident memory of this process against the machine's */
    memoryUsage: string;
    /** Since the last answer, against one core */
    cpuUsage: string;
    /** Database connections of this process */
    activeConnections: number;
    /** Usage rows of this process that are not written yet */
    usageWaiting: number;
    /** Usage rows this process gave up: the database was away or did not keep up */
    usageDropped: number;
  };
};

export type Probe = {
  status: "ok" | "starting" | "stopping" | "unavailable";
};

export type SystemStatus = {
  status: "healthy" | "degraded" | "unhealthy";
  version: string;
  time: string;
  uptime: number;
  /** Model providers with a key, besides the built-in engine */
  providers: string[];
};

export type FeatureFlags = {
  features: Record<string, {
    enabled: boolean;
    description: string;
  }>;
};

export type Home = {
  name: "Promptr";
  version: string;
  status: "healthy" | "degraded" | "unhealthy";
  links: {
    reference: string | null;
    /** On this host */
    openapi: string;
    /** On this host */
    health: string;
    jobs: string | null;
  };
};

export type FailureExplained = {
  code: string;
  status: number;
  title: string;
  /** What it is raised for */
  cause: string;
  /** What to do about it */
  cure: string;
};

export type FailuresExplained = {
  data: FailureExplained[];
};

export type NotificationSettings = {
  mail: {
    /** What administrators tell everybody */
    announcements: boolean;
    /** A model that prompts of yours are written for comes to an end */
    modelRetiring: boolean;
    /** What the week came to, for who asked for it in the preferences (`weeklyReport`) */
    weeklyReport: boolean;
    /** A month's quota is used up */
    quotaReached: boolean;
    /** A link of yours was opened; at most once a day and link */
    shareOpened: boolean;
  };
  /** The mail server of your address said there is no such mailbox, so nothing of `mail` is sent */
  isMailRefused: boolean;
};

export type VariableOutput = {
  name: string;
  type: "string" | "number" | "boolean" | "enum";
  /** Rendering without a value and without a default fails */
  required: boolean;
  /** Used only when no value is given at all */
  default?: string | number | boolean;
  description?: string;
  /** What an `enum` may be; no other type has them */
  values?: string[];
};

export type ExpectationOutput = ContainsExpectationOutput | MatchesExpectationOutput | JsonSchemaExpectationOutput | JudgeExpectationOutput;

/** The answer has this text somewhere */
export type ContainsExpectationOutput = {
  kind: "contains";
  text: string;
  ignoreCase: boolean;
  /** The opposite must be true */
  not: boolean;
};

/** A pattern occurs in the answer */
export type MatchesExpectationOutput = {
  kind: "matches";
  /** In RE2's syntax; it is looked for anywhere, `^` and `$` hold it to the ends */
  pattern: string;
  /** The opposite must be true */
  not: boolean;
};

/** The answer, or its first fenced block, is JSON of this form */
export type JsonSchemaExpectationOutput = {
  kind: "json_schema";
  /** JSON Schema (draft 2020-12) of at most 20000 bytes, without patterns and other documents */
  schema: Record<string, unknown>;
  /** The opposite must be true */
  not: boolean;
};

/** Another model says that it holds, and quotes the answer for it */
export type JudgeExpectationOutput = {
  kind: "judge";
  /** What a reader could answer yes or no to */
  criterion: string;
  /** Who judges; unset: the usual model of another provider than the writer's, where one is configured */
  model?: string;
  /** The opposite must be true */
  not: boolean;
};

/** Every failure a caller can meet, and the status it comes with. */
export type ProblemStatus = {
  /** The request does not match the contract */
  invalid_input: 400;
  /** The body is not a JSON object */
  malformed_json: 400;
  /** This feature is switched off here */
  feature_disabled: 403;
  /** None of the accepted media types can be produced */
  not_acceptable: 406;
  /** An account with this e-mail address exists */
  email_taken: 409;
  /** The body is larger than 256 kB */
  body_too_large: 413;
  /** The body is of a kind this endpoint does not take */
  unsupported_media_type: 415;
  /** The password is too easy to guess */
  weak_password: 422;
  /** Too many requests */
  rate_limited: 429;
  /** The server failed */
  internal: 500;
  /** The service is busy; try again shortly */
  overloaded: 503;
  /** The service cannot reach its database right now */
  unavailable: 503;
  /** The e-mail address or the password is wrong */
  invalid_credentials: 401;
  /** This account is suspended */
  account_suspended: 403;
  /** The refresh token is not valid any more */
  invalid_refresh_token: 401;
  /** Send one credential, not two */
  ambiguous_credentials: 400;
  /** A valid credential is required */
  unauthenticated: 401;
  /** The API key may not be used from this address */
  address_not_allowed: 403;
  /** This account signs in with Supabase: do it there */
  local_account_required: 403;
  /** An API key may not do that; sign in and use an access token */
  user_token_required: 403;
  /** The password is wrong */
  wrong_password: 403;
  /** This link has been used, has expired, or was replaced by a newer one */
  invalid_link_token: 400;
  /** The cursor is not one this list gave out */
  invalid_cursor: 400;
  /** No such resource, or not yours to see */
  not_found: 404;
  /** The API key lacks the scope this needs */
  insufficient_scope: 403;
  /** The monthly quota is used up */
  quota_exhausted: 429;
  /** Idempotency-Key must have 1 to 255 printable characters */
  invalid_idempotency_key: 400;
  /** This account has as many folders as it may have; delete one */
  folder_limit_reached: 409;
  /** There is a folder of this name here */
  folder_taken: 409;
  /** Done already; the answer is not kept: it held a secret, or was too large */
  idempotency_answer_gone: 409;
  /** A request with this Idempotency-Key is still running */
  idempotency_key_running: 409;
  /** This Idempotency-Key was used with another request */
  idempotency_key_reused: 422;
  /** A folder cannot be moved into itself or into one of its own subfolders */
  folder_cycle: 409;
  /** Another of your prompts has this slug */
  slug_taken: 409;
  /** This may not be published as it is */
  publish_blocked: 422;
  /** This label is protected: the key needs the scope labels:write */
  protected_label: 403;
  /** This prompt has as many versions as it may have */
  too_many_versions: 409;
  /** The resource has changed since you read it */
  version_moved: 412;
  /** This prompt has as many labels as it may have; remove one */
  label_limit_reached: 409;
  /** The label has moved since you read it */
  label_moved: 412;
  /** The template cannot be read */
  template_invalid: 422;
  /** A required variable has no value, or one of another type */
  variable_missing: 422;
  /** The file is none of the kinds that can be imported */
  import_invalid: 422;
  /** The model declined to work on this */
  provider_declined: 422;
  /** The model provider failed */
  provider_failed: 502;
  /** No key is configured for this model's provider */
  provider_not_configured: 503;
  /** The model provider took too long */
  provider_timeout: 504;
  /** This prompt has no test cases */
  no_test_cases: 409;
  /** A test run of this prompt is under way */
  test_run_running: 409;
  /** This prompt has as many test cases as it may have; delete one */
  test_limit_reached: 409;
  /** Another test case of this prompt has this name */
  test_name_taken: 409;
  /** This prompt has as many links as it may have; revoke one */
  link_limit_reached: 409;
  /** This link is protected by a password */
  share_password_required: 401;
  /** The password of this link is wrong */
  share_password_wrong: 401;
  /** This link has expired or is used up */
  share_gone: 410;
  /** This credential may not do that */
  forbidden: 403;
  /** This account has as many webhooks as it may have; delete one */
  webhook_limit_reached: 409;
  /** The webhook is disabled; enable it first */
  webhook_disabled: 409;
  /** An export of this account is being made already */
  export_running: 409;
  /** This export could not be made, or has been removed */
  export_gone: 410;
  /** Sign in again first: this needs a fresh sign-in */
  recent_login_required: 403;
  /** The last administrator must stay one */
  last_admin: 409;
  /** This account has as many API keys as it may have; delete one */
  api_key_limit_reached: 409;
  /** The API key has expired; give it a later end first */
  api_key_expired: 409;
  /** The key was rotated a moment ago, or its old secret is still valid */
  rotation_running: 409;
  /** Your plan does not include this */
  plan_required: 403;
  /** A note on this decision was written already; there is one for each */
  appeal_made: 409;
  /** There is no decision about this prompt that could be appealed against */
  nothing_to_appeal: 409;
  /** So many people are told only after a dry run: send its dryRunToken */
  dry_run_required: 422;
  /** Everybody has been told already */
  broadcast_finished: 409;
  /** There are as many flags as there may be; remove one */
  flag_limit_reached: 409;
  /** The product itself reads this flag: switch it, it cannot be removed */
  flag_built_in: 409;
  /** More rows match than one file may hold; narrow the time down */
  audit_export_too_large: 422;
};

/** What every operation takes, what it answers by status, and with which problems it fails. */
export type Operations = {
  register: {
    input: {
      body: Registration;
    };
    replies: {
      201: SignedIn;
    };
    problems: {
      400: "invalid_input" | "malformed_json";
      403: "feature_disabled";
      406: "not_acceptable";
      409: "email_taken";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "weak_password";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  login: {
    input: {
      body: Credentials;
    };
    replies: {
      200: SignedIn;
    };
    problems: {
      400: "invalid_input" | "malformed_json";
      401: "invalid_credentials";
      403: "account_suspended";
      406: "not_acceptable";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  refresh: {
    input: {
      body: RefreshRequest;
    };
    replies: {
      200: SignedIn;
    };
    problems: {
      400: "invalid_input" | "malformed_json";
      401: "invalid_refresh_token";
      406: "not_acceptable";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  logout: {
    input: {
      body?: LogoutRequest;
    };
    replies: {
      204: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "local_account_required" | "user_token_required";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  jwks: {
    input: Record<string, never>;
    replies: {
      200: Jwks;
    };
    problems: {
      400: "invalid_input";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  changePassword: {
    input: {
      body: PasswordChange;
    };
    replies: {
      204: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "local_account_required" | "user_token_required" | "wrong_password";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "weak_password";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  forgotPassword: {
    input: {
      body: ResetWish;
    };
    replies: {
      202: Taken;
    };
    problems: {
      400: "invalid_input" | "malformed_json";
      406: "not_acceptable";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  resetPassword: {
    input: {
      body: PasswordReset;
    };
    replies: {
      204: undefined;
    };
    problems: {
      400: "invalid_input" | "invalid_link_token" | "malformed_json";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "weak_password";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  verifyEmail: {
    input: {
      body: Confirmation;
    };
    replies: {
      204: undefined;
    };
    problems: {
      400: "invalid_input" | "invalid_link_token" | "malformed_json";
      403: "wrong_password";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  resendVerification: {
    input: Record<string, never>;
    replies: {
      202: Taken;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "local_account_required" | "user_token_required";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listSessions: {
    input: {
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
      };
    };
    replies: {
      200: {
        data: OpenSession[];
        pagination: Pagination;
      };
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  endSession: {
    input: {
      path: {
        id: string;
      };
    };
    replies: {
      204: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  showConfirmation: {
    input: {
      path: {
        /** The last part of the mailed link */
        token: string;
      };
    };
    replies: {
      200: string;
    };
    problems: {
      400: "invalid_input";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  confirmByForm: {
    input: {
      path: {
        /** The last part of the mailed link */
        token: string;
      };
      body?: ConfirmationForm;
    };
    replies: {
      200: string;
    };
    problems: {
      400: "invalid_input" | "malformed_json";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  showReset: {
    input: {
      path: {
        /** The last part of the mailed link */
        token: string;
      };
    };
    replies: {
      200: string;
    };
    problems: {
      400: "invalid_input";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  resetByForm: {
    input: {
      path: {
        /** The last part of the mailed link */
        token: string;
      };
      body?: ResetForm;
    };
    replies: {
      200: string;
    };
    problems: {
      400: "invalid_input" | "malformed_json";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listFolders: {
    input: Record<string, never>;
    replies: {
      200: FolderPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  createFolder: {
    input: {
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
      body: NewFolder;
    };
    replies: {
      201: Folder;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      406: "not_acceptable";
      409: "folder_limit_reached" | "folder_taken" | "idempotency_answer_gone" | "idempotency_key_running";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  updateFolder: {
    input: {
      path: {
        id: string;
      };
      body?: FolderChanges;
    };
    replies: {
      200: Folder;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      409: "folder_cycle" | "folder_taken";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  deleteFolder: {
    input: {
      path: {
        id: string;
      };
    };
    replies: {
      204: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listPrompts: {
    input: {
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
        search?: string;
        category?: string;
        /** Repeatable; a prompt must have all of them */
        tag?: string | string[];
        /** Those that lie in this folder itself; `none` for those in no folder */
        folderId?: string;
        isPublic?: "true" | "false";
        model?: string;
        /** Those with a version that has this label */
        label?: string;
        /** `true`: the deleted ones that can still be restored, instead */
        deleted?: "true" | "false";
        /**
         * `-` for descending. Usually `-createdAt`, or `relevance` where something is searched: the
         * best 300 answers
         */
        sort?: "createdAt" | "-createdAt" | "updatedAt" | "-updatedAt" | "title" | "-title" | "viewCount" | "-viewCount" | "qualityScore" | "-qualityScore" | "relevance";
      };
    };
    replies: {
      200: PromptPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  createPrompt: {
    input: {
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
      body: NewPrompt;
    };
    replies: {
      201: Prompt;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running" | "slug_taken";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused" | "publish_blocked";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readPrompt: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        "If-None-Match"?: string;
      };
    };
    replies: {
      200: Prompt;
      304: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  updatePrompt: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        "If-Match"?: string;
      };
      body?: PromptChanges;
    };
    replies: {
      200: Prompt;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope" | "protected_label";
      404: "not_found";
      406: "not_acceptable";
      409: "slug_taken" | "too_many_versions";
      412: "version_moved";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "publish_blocked";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  deletePrompt: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        "If-Match"?: string;
      };
    };
    replies: {
      204: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope" | "protected_label";
      404: "not_found";
      412: "version_moved";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  restorePrompt: {
    input: {
      path: {
        id: string;
      };
    };
    replies: {
      200: Prompt;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listVersions: {
    input: {
      path: {
        id: string;
      };
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
      };
    };
    replies: {
      200: VersionPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readVersion: {
    input: {
      path: {
        id: string;
        /** Counted from 1 */
        version: number;
      };
      headers?: {
        "If-None-Match"?: string;
      };
    };
    replies: {
      200: Version;
      304: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  compareVersions: {
    input: {
      path: {
        id: string;
      };
      query?: {
        /** A version or `latest`; when absent, the one before `to` */
        from?: number | "latest";
        /** A version or `latest` */
        to?: number | "latest";
      };
    };
    replies: {
      200: VersionDiff;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  restoreVersion: {
    input: {
      path: {
        id: string;
        /** Counted from 1 */
        version: number;
      };
      headers?: {
        "If-Match"?: string;
      };
      body?: Restoration;
    };
    replies: {
      200: Prompt;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      409: "too_many_versions";
      412: "version_moved";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "publish_blocked";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listLabels: {
    input: {
      path: {
        id: string;
      };
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
      };
    };
    replies: {
      200: LabelPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readLabel: {
    input: {
      path: {
        id: string;
        label: string;
      };
      headers?: {
        "If-None-Match"?: string;
      };
    };
    replies: {
      200: Label;
      304: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  moveLabel: {
    input: {
      path: {
        id: string;
        label: string;
      };
      headers?: {
        /** `*`: only when there is no such label yet */
        "If-None-Match"?: string;
        "If-Match"?: string;
      };
      body: LabelMove;
    };
    replies: {
      200: Label;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope" | "protected_label";
      404: "not_found";
      406: "not_acceptable";
      409: "label_limit_reached";
      412: "label_moved";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  removeLabel: {
    input: {
      path: {
        id: string;
        label: string;
      };
      headers?: {
        "If-Match"?: string;
      };
      body?: LabelReason;
    };
    replies: {
      204: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope" | "protected_label";
      404: "not_found";
      412: "label_moved";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  undoLabelMove: {
    input: {
      path: {
        id: string;
        label: string;
      };
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
        "If-Match"?: string;
      };
      body?: LabelReason;
    };
    replies: {
      200: LabelEvent;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope" | "protected_label";
      404: "not_found";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running" | "label_limit_reached";
      412: "label_moved";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listLabelHistory: {
    input: {
      path: {
        id: string;
        label: string;
      };
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
      };
    };
    replies: {
      200: LabelEventPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readProtectedLabels: {
    input: Record<string, never>;
    replies: {
      200: ProtectedLabels;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  changeProtectedLabels: {
    input: {
      body: ProtectedLabels;
    };
    replies: {
      200: ProtectedLabels;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      406: "not_acceptable";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  renderPrompt: {
    input: {
      path: {
        id: string;
      };
      body?: RenderInput;
    };
    replies: {
      200: RenderedPrompt;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "template_invalid" | "variable_missing";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  resolvePrompts: {
    input: {
      headers?: {
        "If-None-Match"?: string;
      };
      body: ResolveInput;
    };
    replies: {
      200: Resolution;
      304: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      406: "not_acceptable";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  exportPrompts: {
    input: {
      query?: {
        /**
         * `json` holds everything and can be imported again; `csv` and `markdown` hold the current
         * versions
         */
        format?: "json" | "csv" | "markdown";
      };
    };
    replies: {
      200: Response;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  importPrompts: {
    input: {
      query?: {
        /** `true` answers the plan and writes nothing */
        dryRun?: "true" | "false";
      };
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
      body: ImportRequest;
    };
    replies: {
      200: ImportPlan;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope" | "protected_label";
      406: "not_acceptable";
      409: "folder_limit_reached" | "idempotency_answer_gone" | "idempotency_key_running" | "label_limit_reached" | "slug_taken" | "too_many_versions";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused" | "import_invalid" | "publish_blocked";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  streamPromptEvents: {
    input: {
      query?: {
        /** Where to go on, when the header Last-Event-ID cannot be sent */
        lastEventId?: string;
      };
      headers?: {
        /** The id of the last event that was seen */
        "Last-Event-ID"?: string;
      };
    };
    replies: {
      200: Response;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listPublicPrompts: {
    input: {
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
        search?: string;
        category?: string;
        /** Repeatable; a prompt must have all of them */
        tag?: string | string[];
        model?: string;
        /**
         * Usually `newest`, or `relevance` where something is searched: the best 300 answers.
         * `trending` weighs views, stars and forks of the last days
         */
        sort?: "newest" | "trending" | "stars" | "title" | "relevance";
      };
    };
    replies: {
      200: PublicPromptPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "feature_disabled";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readPublicPrompt: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        "If-None-Match"?: string;
      };
    };
    replies: {
      200: PublicPrompt;
      304: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "feature_disabled";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listCategories: {
    input: Record<string, never>;
    replies: {
      200: CategoryPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listStarred: {
    input: {
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
      };
    };
    replies: {
      200: StarredPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "feature_disabled" | "insufficient_scope";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  starPrompt: {
    input: {
      path: {
        id: string;
      };
    };
    replies: {
      204: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "feature_disabled" | "insufficient_scope";
      404: "not_found";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  unstarPrompt: {
    input: {
      path: {
        id: string;
      };
    };
    replies: {
      204: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "feature_disabled" | "insufficient_scope";
      404: "not_found";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  forkPrompt: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
    };
    replies: {
      201: Prompt;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "feature_disabled" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running";
      422: "idempotency_key_reused";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readUpstream: {
    input: {
      path: {
        id: string;
      };
    };
    replies: {
      200: Upstream;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "feature_disabled" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  checkPublishing: {
    input: {
      path: {
        id: string;
      };
    };
    replies: {
      200: PublishCheck;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listModels: {
    input: Record<string, never>;
    replies: {
      200: ModelCatalogue;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  validatePrompt: {
    input: {
      body: ValidateInput;
    };
    replies: {
      200: Validation;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  suggestImprovements: {
    input: {
      query?: {
        /** One of your own prompts */
        promptId?: string;
        text?: string;
      };
    };
    replies: {
      200: Suggestions;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  migrateModels: {
    input: {
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
      body: ModelMigrationInput;
    };
    replies: {
      200: ModelMigration;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  runPrompt: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
      body?: RunInput;
    };
    replies: {
      200: PromptRun;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "feature_disabled" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused" | "provider_declined" | "template_invalid" | "variable_missing";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      502: "provider_failed";
      503: "overloaded" | "provider_not_configured" | "unavailable";
      504: "provider_timeout";
    };
  };
  startTestRun: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
      body?: TestRunInput;
    };
    replies: {
      202: TestRun;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "feature_disabled" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running" | "no_test_cases" | "test_run_running";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "provider_not_configured" | "unavailable";
    };
  };
  listTestRuns: {
    input: {
      path: {
        id: string;
      };
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
      };
    };
    replies: {
      200: TestRunPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readTestRun: {
    input: {
      path: {
        id: string;
        runId: string;
      };
    };
    replies: {
      200: TestRunWithResults;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  compareTestRuns: {
    input: {
      path: {
        id: string;
      };
      query?: {
        /** A version; unset: the last one tested before that of `to` */
        from?: number;
        /** Another version; unset: the one tested last */
        to?: number;
        /** Only runs on this model */
        model?: string;
      };
    };
    replies: {
      200: TestComparison;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listTestCases: {
    input: {
      path: {
        id: string;
      };
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
      };
    };
    replies: {
      200: TestCasePage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  createTestCase: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
      body: TestCaseInput;
    };
    replies: {
      201: TestCase;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running" | "test_limit_reached" | "test_name_taken";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readTestCase: {
    input: {
      path: {
        id: string;
        testId: string;
      };
    };
    replies: {
      200: TestCase;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  replaceTestCase: {
    input: {
      path: {
        id: string;
        testId: string;
      };
      body: TestCaseInput;
    };
    replies: {
      200: TestCase;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      409: "test_name_taken";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  deleteTestCase: {
    input: {
      path: {
        id: string;
        testId: string;
      };
    };
    replies: {
      204: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  enhancePrompt: {
    input: {
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
        "If-Match"?: string;
      };
      body: EnhanceInput;
    };
    replies: {
      200: Enhancement;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "feature_disabled" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running" | "too_many_versions";
      412: "version_moved";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused" | "provider_declined" | "publish_blocked";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      502: "provider_failed";
      503: "overloaded" | "provider_not_configured" | "unavailable";
      504: "provider_timeout";
    };
  };
  applyEnhancement: {
    input: {
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
        "If-Match"?: string;
      };
      body: ApplyInput;
    };
    replies: {
      200: Application;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running" | "too_many_versions";
      412: "version_moved";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused" | "publish_blocked";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  createShare: {
    input: {
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
      body: NewShare;
    };
    replies: {
      201: ShareLink;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running" | "link_limit_reached";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused" | "publish_blocked";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listMyShares: {
    input: {
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
        promptId?: string;
      };
    };
    replies: {
      200: {
        data: OwnLink[];
        pagination: Pagination;
      };
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listPublicShares: {
    input: {
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
      };
    };
    replies: {
      200: {
        data: ListedShare[];
        pagination: Pagination;
      };
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  openShare: {
    input: {
      path: {
        /** 43 characters, from the link */
        token: string;
      };
      headers?: {
        /** The link's password, when it has one */
        "X-Share-Password"?: string;
      };
    };
    replies: {
      200: SharedPrompt;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "share_password_required" | "share_password_wrong" | "unauthenticated";
      403: "address_not_allowed";
      404: "not_found";
      406: "not_acceptable";
      410: "share_gone";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  updateShare: {
    input: {
      path: {
        /** The token of the link, or its id from `/sharing/my-shares` */
        token: string;
      };
      body?: ShareChanges;
    };
    replies: {
      200: OwnLink;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "publish_blocked";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  revokeShare: {
    input: {
      path: {
        /** The token of the link, or its id from `/sharing/my-shares` */
        token: string;
      };
    };
    replies: {
      204: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  showShare: {
    input: {
      path: {
        /** 43 characters, from the link */
        token: string;
      };
    };
    replies: {
      200: string;
    };
    problems: {
      400: "invalid_input";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  openShareWithPassword: {
    input: {
      path: {
        /** 43 characters, from the link */
        token: string;
      };
      body?: OpenForm;
    };
    replies: {
      200: string;
    };
    problems: {
      400: "invalid_input" | "malformed_json";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  fillShare: {
    input: {
      path: {
        /** 43 characters, from the link */
        token: string;
      };
      body: FillForm;
    };
    replies: {
      200: string;
    };
    problems: {
      400: "invalid_input" | "malformed_json";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listWebhooks: {
    input: {
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
      };
    };
    replies: {
      200: WebhookPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  createWebhook: {
    input: {
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
      body: NewWebhook;
    };
    replies: {
      201: WebhookWithSecret;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running" | "webhook_limit_reached";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readWebhook: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        "If-None-Match"?: string;
      };
    };
    replies: {
      200: Webhook;
      304: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  updateWebhook: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        "If-Match"?: string;
      };
      body?: WebhookChanges;
    };
    replies: {
      200: Webhook;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      412: "version_moved";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  deleteWebhook: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        "If-Match"?: string;
      };
    };
    replies: {
      204: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      412: "version_moved";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  rotateWebhookSecret: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
      body?: SecretRotation;
    };
    replies: {
      200: WebhookWithSecret;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listWebhookDeliveries: {
    input: {
      path: {
        id: string;
      };
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        state?: "pending" | "delivered" | "failed";
        type?: "prompt.created" | "prompt.updated" | "prompt.published" | "label.moved" | "share.opened" | "enrichment.completed" | "job.failed" | "webhook.test";
        since?: string;
      };
    };
    replies: {
      200: WebhookDeliveryPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  replayWebhookDelivery: {
    input: {
      path: {
        id: string;
        delivery: string;
      };
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
    };
    replies: {
      202: WebhookDelivery;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running" | "webhook_disabled";
      422: "idempotency_key_reused";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  replayFailedWebhookDeliveries: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
      body: WebhookReplay;
    };
    replies: {
      202: WebhookReplayed;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running" | "webhook_disabled";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  testWebhook: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
    };
    replies: {
      202: WebhookDelivery;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running" | "webhook_disabled";
      422: "idempotency_key_reused";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readProfile: {
    input: {
      headers?: {
        "If-None-Match"?: string;
      };
    };
    replies: {
      200: Profile;
      304: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  updateProfile: {
    input: {
      headers?: {
        "If-Match"?: string;
      };
      body?: ProfileChanges;
    };
    replies: {
      200: Profile;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      406: "not_acceptable";
      412: "version_moved";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readStats: {
    input: Record<string, never>;
    replies: {
      200: Stats;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  exportData: {
    input: {
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
    };
    replies: {
      202: DataExport;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      406: "not_acceptable";
      409: "export_running" | "idempotency_answer_gone" | "idempotency_key_running";
      422: "idempotency_key_reused";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readExport: {
    input: {
      path: {
        id: string;
      };
    };
    replies: {
      200: DataExport;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      410: "export_gone";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  downloadExport: {
    input: {
      path: {
        id: string;
      };
    };
    replies: {
      200: Response;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      409: "export_running";
      410: "export_gone";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  downloadExportByLink: {
    input: {
      path: {
        /** From the mailed link */
        token: string;
      };
    };
    replies: {
      200: Response;
    };
    problems: {
      400: "invalid_input";
      404: "not_found";
      409: "export_running";
      410: "export_gone";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  deleteAccount: {
    input: {
      body?: AccountErasure;
    };
    replies: {
      202: ErasureScheduled;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "recent_login_required" | "user_token_required" | "wrong_password";
      406: "not_acceptable";
      409: "last_admin";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listApiKeys: {
    input: {
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
      };
    };
    replies: {
      200: ApiKeyPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  createApiKey: {
    input: {
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
      body: NewApiKey;
    };
    replies: {
      201: CreatedApiKey;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      406: "not_acceptable";
      409: "api_key_limit_reached" | "idempotency_answer_gone" | "idempotency_key_running";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readApiKey: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        "If-None-Match"?: string;
      };
    };
    replies: {
      200: ApiKey;
      304: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  updateApiKey: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        "If-Match"?: string;
      };
      body?: ApiKeyChanges;
    };
    replies: {
      200: ApiKey;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      412: "version_moved";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  deleteApiKey: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        "If-Match"?: string;
      };
    };
    replies: {
      204: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      412: "version_moved";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  rotateApiKey: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
      body?: Rotation;
    };
    replies: {
      200: RotatedApiKey;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      409: "api_key_expired" | "idempotency_answer_gone" | "idempotency_key_running" | "rotation_running";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "idempotency_key_reused";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  explainApiKey: {
    input: {
      path: {
        id: string;
      };
      body?: ApiKeyQuestion;
    };
    replies: {
      200: ApiKeyExplanation;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readApiKeyUsage: {
    input: {
      query?: {
        /** First day (UTC); 29 days before `to` unless given */
        from?: string;
        /** Last day (UTC), today unless given; at most 92 days */
        to?: string;
        /** One key only */
        keyId?: string;
      };
    };
    replies: {
      200: ApiKeyUsage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listNotifications: {
    input: {
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
        /** `true` leaves out what was read */
        unread?: "true" | "false";
      };
    };
    replies: {
      200: NotificationPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  markNotifications: {
    input: {
      body: Marking;
    };
    replies: {
      200: Unread;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      406: "not_acceptable";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readUsageAnalytics: {
    input: {
      query?: {
        /**
         * A day of the time zone, or a moment; moved back to where its hour, day, week or month
         * begins. 24 hours, 30 days, 12 weeks or 12 months up to `to` unless given
         */
        from?: string;
        /**
         * A day, which counts whole, or a moment, which does not; moved on to where its hour, day,
         * week or month ends. Now unless given
         */
        to?: string;
        /** Weeks begin on Monday */
        granularity?: "hour" | "day" | "week" | "month";
        /** IANA, `Asia/Kathmandu`: where days begin */
        timezone?: string;
        /** One operation only, `renderPrompt`; calls of models are left out then */
        actionType?: string;
        /** How many are listed */
        limit?: number;
      };
    };
    replies: {
      200: UsageAnalytics;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readPromptAnalytics: {
    input: {
      query?: {
        /**
         * A day of the time zone, or a moment; moved back to where its hour, day, week or month
         * begins. 24 hours, 30 days, 12 weeks or 12 months up to `to` unless given
         */
        from?: string;
        /**
         * A day, which counts whole, or a moment, which does not; moved on to where its hour, day,
         * week or month ends. Now unless given
         */
        to?: string;
        /** Weeks begin on Monday */
        granularity?: "hour" | "day" | "week" | "month";
        /** IANA, `Asia/Kathmandu`: where days begin */
        timezone?: string;
        /** This prompt only */
        promptId?: string;
        /** `version` tells the versions of prompts apart, `label` the labels they were asked for by */
        groupBy?: "prompt" | "version" | "label";
        /** How many are listed */
        limit?: number;
      };
    };
    replies: {
      200: PromptAnalytics;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readModelAnalytics: {
    input: {
      query?: {
        /**
         * A day of the time zone, or a moment; moved back to where its hour, day, week or month
         * begins. 24 hours, 30 days, 12 weeks or 12 months up to `to` unless given
         */
        from?: string;
        /**
         * A day, which counts whole, or a moment, which does not; moved on to where its hour, day,
         * week or month ends. Now unless given
         */
        to?: string;
        /** Weeks begin on Monday */
        granularity?: "hour" | "day" | "week" | "month";
        /** IANA, `Asia/Kathmandu`: where days begin */
        timezone?: string;
        /** Calls of this model only */
        model?: string;
        /** Calls for this prompt only */
        promptId?: string;
        /** How many are listed */
        limit?: number;
      };
    };
    replies: {
      200: ModelAnalytics;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readTrends: {
    input: {
      query?: {
        /**
         * A day of the time zone, or a moment; moved back to where its hour, day, week or month
         * begins. 24 hours, 30 days, 12 weeks or 12 months up to `to` unless given
         */
        from?: string;
        /**
         * A day, which counts whole, or a moment, which does not; moved on to where its hour, day,
         * week or month ends. Now unless given
         */
        to?: string;
        /** Weeks begin on Monday */
        granularity?: "hour" | "day" | "week" | "month";
        /** IANA, `Asia/Kathmandu`: where days begin */
        timezone?: string;
        /** Movers of each kind */
        limit?: number;
      };
    };
    replies: {
      200: TrendAnalytics;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope" | "plan_required";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  downloadReport: {
    input: {
      query?: {
        /**
         * A day of the time zone, or a moment; moved back to where its hour, day, week or month
         * begins. 24 hours, 30 days, 12 weeks or 12 months up to `to` unless given
         */
        from?: string;
        /**
         * A day, which counts whole, or a moment, which does not; moved on to where its hour, day,
         * week or month ends. Now unless given
         */
        to?: string;
        /** Weeks begin on Monday */
        granularity?: "hour" | "day" | "week" | "month";
        /** IANA, `Asia/Kathmandu`: where days begin */
        timezone?: string;
        /** By operation, by prompt, or by model */
        report?: "usage" | "prompts" | "models";
        format?: "csv" | "json";
      };
    };
    replies: {
      200: Response;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readSystemAnalytics: {
    input: {
      query?: {
        /**
         * A day of the time zone, or a moment; moved back to where its hour, day, week or month
         * begins. 24 hours, 30 days, 12 weeks or 12 months up to `to` unless given
         */
        from?: string;
        /**
         * A day, which counts whole, or a moment, which does not; moved on to where its hour, day,
         * week or month ends. Now unless given
         */
        to?: string;
        /** Weeks begin on Monday */
        granularity?: "hour" | "day" | "week" | "month";
        /** IANA, `Asia/Kathmandu`: where days begin */
        timezone?: string;
      };
    };
    replies: {
      200: SystemAnalytics;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listUsers: {
    input: {
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
        /** Part of the address or the name, upper or lower case */
        search?: string;
        subscriptionTier?: "free" | "pro";
        role?: "user" | "admin";
        suspended?: "true" | "false";
      };
    };
    replies: {
      200: UserPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readUser: {
    input: {
      path: {
        id: string;
      };
    };
    replies: {
      200: User;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  updateUser: {
    input: {
      path: {
        id: string;
      };
      body: UserChanges;
    };
    replies: {
      200: User;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      409: "last_admin";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listModeration: {
    input: {
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
        status?: "approved" | "flagged" | "removed";
        /** `true`: those whose owner wrote a note that nobody has answered */
        appealed?: "true" | "false";
        /** `false`: those nobody has decided about */
        decided?: "true" | "false";
        /** Of one owner */
        userId?: string;
      };
    };
    replies: {
      200: QueuedPromptPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readModeratedPrompt: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        "If-None-Match"?: string;
      };
    };
    replies: {
      200: ModeratedPrompt;
      304: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  moderatePrompt: {
    input: {
      path: {
        id: string;
      };
      headers?: {
        "If-Match"?: string;
      };
      body: Verdict;
    };
    replies: {
      200: ModeratedPrompt;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      412: "version_moved";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readModeration: {
    input: {
      path: {
        id: string;
      };
    };
    replies: {
      200: Moderation;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "insufficient_scope";
      404: "not_found";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  appealModeration: {
    input: {
      path: {
        id: string;
      };
      body: Appeal;
    };
    replies: {
      200: Moderation;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      409: "appeal_made" | "nothing_to_appeal";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  sendBroadcast: {
    input: {
      headers?: {
        /** A retry with the same key gets the first answer */
        "Idempotency-Key"?: string;
      };
      body: NewBroadcast;
    };
    replies: {
      200: BroadcastReply;
      202: BroadcastReply;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_idempotency_key" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      406: "not_acceptable";
      409: "idempotency_answer_gone" | "idempotency_key_running";
      413: "body_too_large";
      415: "unsupported_media_type";
      422: "dry_run_required" | "idempotency_key_reused";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listBroadcasts: {
    input: {
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        page?: number;
        /** `total` adds the number of all rows */
        include?: "total";
      };
    };
    replies: {
      200: BroadcastPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readBroadcast: {
    input: {
      path: {
        id: string;
      };
    };
    replies: {
      200: Broadcast;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  cancelBroadcast: {
    input: {
      path: {
        id: string;
      };
    };
    replies: {
      200: Broadcast;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      409: "broadcast_finished";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listJobs: {
    input: {
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        queue?: string;
        state?: "created" | "retry" | "active" | "completed" | "cancelled" | "failed";
      };
    };
    replies: {
      200: JobPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readJob: {
    input: {
      path: {
        id: string;
      };
    };
    replies: {
      200: Job;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  retryJobs: {
    input: {
      body?: RetryWish;
    };
    replies: {
      200: RetriedJobs;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  clearCompletedJobs: {
    input: {
      query?: {
        queue?: string;
      };
    };
    replies: {
      200: ClearedJobs;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  pauseQueue: {
    input: {
      path: {
        queue: string;
      };
    };
    replies: {
      200: JobQueue;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  resumeQueue: {
    input: {
      path: {
        queue: string;
      };
    };
    replies: {
      200: JobQueue;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      404: "not_found";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  openDashboard: {
    input: Record<string, never>;
    replies: {
      204: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  openDashboardByForm: {
    input: {
      body?: DashboardForm;
    };
    replies: {
      200: string;
      303: string;
    };
    problems: {
      400: "invalid_input" | "malformed_json";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listFlags: {
    input: Record<string, never>;
    replies: {
      200: FlagList;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  setFlag: {
    input: {
      path: {
        flag: string;
      };
      body: FlagChange;
    };
    replies: {
      200: FlagState;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      406: "not_acceptable";
      409: "flag_limit_reached";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  removeFlag: {
    input: {
      path: {
        flag: string;
      };
    };
    replies: {
      204: undefined;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      404: "not_found";
      409: "flag_built_in";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  searchAudit: {
    input: {
      query?: {
        limit?: number;
        /** `nextCursor` of the answer before */
        cursor?: string;
        /** Who did it */
        actorId?: string;
        /** `user.update`, or `user.*` for all of an area */
        action?: string;
        subjectType?: string;
        /** What it was done to */
        subjectId?: string;
        /** Whose account it concerns */
        ownerId?: string;
        outcome?: "done" | "denied";
        /** From this time on */
        from?: string;
        /** Before this time */
        to?: string;
      };
    };
    replies: {
      200: AuditPage;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_cursor" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  exportAudit: {
    input: {
      query?: {
        /** Who did it */
        actorId?: string;
        /** `user.update`, or `user.*` for all of an area */
        action?: string;
        subjectType?: string;
        /** What it was done to */
        subjectId?: string;
        /** Whose account it concerns */
        ownerId?: string;
        outcome?: "done" | "denied";
        /** From this time on */
        from?: string;
        /** Before this time */
        to?: string;
        format?: "csv" | "jsonl";
      };
    };
    replies: {
      200: Response;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "forbidden" | "user_token_required";
      422: "audit_export_too_large";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readHealth: {
    input: Record<string, never>;
    replies: {
      200: Health;
      503: Health;
    };
    problems: {
      400: "invalid_input";
      406: "not_acceptable";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readLiveness: {
    input: Record<string, never>;
    replies: {
      200: Probe;
    };
    problems: {
      400: "invalid_input";
      406: "not_acceptable";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readReadiness: {
    input: Record<string, never>;
    replies: {
      200: Probe;
      503: Probe;
    };
    problems: {
      400: "invalid_input";
      406: "not_acceptable";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readSystemStatus: {
    input: Record<string, never>;
    replies: {
      200: SystemStatus;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readFeatures: {
    input: Record<string, never>;
    replies: {
      200: FeatureFlags;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed";
      406: "not_acceptable";
      429: "quota_exhausted" | "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readHome: {
    input: Record<string, never>;
    replies: {
      200: Home;
    };
    problems: {
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  explainFailure: {
    input: {
      path: {
        code: string;
      };
    };
    replies: {
      200: FailureExplained;
    };
    problems: {
      400: "invalid_input";
      404: "not_found";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listFailures: {
    input: Record<string, never>;
    replies: {
      200: FailuresExplained;
    };
    problems: {
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  listDevMail: {
    input: Record<string, never>;
    replies: {
      200: string;
    };
    problems: {
      404: "not_found";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readDevMail: {
    input: {
      path: {
        file: string;
      };
    };
    replies: {
      200: string;
    };
    problems: {
      400: "invalid_input";
      404: "not_found";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  previewMail: {
    input: {
      path: {
        template: string;
      };
      query?: {
        look?: "light" | "dark" | "text";
      };
    };
    replies: {
      200: string;
    };
    problems: {
      400: "invalid_input";
      404: "not_found";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  readNotificationSettings: {
    input: Record<string, never>;
    replies: {
      200: NotificationSettings;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      406: "not_acceptable";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  changeNotificationSettings: {
    input: {
      body: NotificationSettingsChanges;
    };
    replies: {
      200: NotificationSettings;
    };
    problems: {
      400: "ambiguous_credentials" | "invalid_input" | "malformed_json";
      401: "unauthenticated";
      403: "address_not_allowed" | "user_token_required";
      406: "not_acceptable";
      413: "body_too_large";
      415: "unsupported_media_type";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  showUnsubscribe: {
    input: {
      path: {
        token: string;
      };
    };
    replies: {
      200: string;
    };
    problems: {
      400: "invalid_input";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
  unsubscribe: {
    input: {
      path: {
        token: string;
      };
    };
    replies: {
      200: string;
    };
    problems: {
      400: "invalid_input";
      429: "rate_limited";
      500: "internal";
      503: "overloaded" | "unavailable";
    };
  };
};
