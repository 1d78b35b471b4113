// Written by scripts/client.ts from docs/openapi.json; do not edit.

import type { CallOptions, ChangeEvent, Conditional, Input, Reply, Row, RunEvent } from "../types.ts";

export interface AuthOperations {
  /**
   * Create an account and sign in. A welcome mail follows. No credential is needed, and none is looked
   * at. The flag `registration` switches it off.
   */
  register(input: Input<"register">, options?: CallOptions): Promise<Reply<"register">>;
  /**
   * Sign in with e-mail address and password. An unknown address and a wrong password get the same
   * answer; that an account is suspended learns only who knows its password. No credential is needed,
   * and none is looked at.
   */
  login(input: Input<"login">, options?: CallOptions): Promise<Reply<"login">>;
  /**
   * Trade a refresh token for a new pair. Each is good for one refresh; within 10 seconds the same
   * token gets the same successor again, later its reuse ends the session. No credential is needed,
   * and none is looked at.
   */
  refresh(input: Input<"refresh">, options?: CallOptions): Promise<Reply<"refresh">>;
  /**
   * End this session, or with `all` every session of the account. Its tokens stop working within a
   * second. Needs an access token; an API key may not.
   */
  logout(input?: Input<"logout">, options?: CallOptions): Promise<Reply<"logout">>;
  /**
   * Public keys of our access tokens (JWKS). While a key is being replaced there are two or more;
   * tokens name theirs by `kid`. No credential is needed, and none is looked at.
   */
  jwks(input?: Input<"jwks">, options?: CallOptions): Promise<Reply<"jwks">>;
  /**
   * Change your password. This session goes on; every other one ends. Needs an access token; an API
   * key may not.
   */
  changePassword(input: Input<"changePassword">, options?: CallOptions): Promise<Reply<"changePassword">>;
  /**
   * Ask for a mail with a link to choose a new password. The answer is the same whether or not there
   * is such an account. A mail goes out at most once in 15 minutes: asked again, look for the mail of
   * before, whose link still works. No credential is needed, and none is looked at.
   */
  forgotPassword(input: Input<"forgotPassword">, options?: CallOptions): Promise<Reply<"forgotPassword">>;
  /**
   * Choose a new password with the token of a mailed link: the newest, once, within 30 minutes. Ends
   * every session of the account and signs nobody in. No credential is needed, and none is looked at.
   */
  resetPassword(input: Input<"resetPassword">, options?: CallOptions): Promise<Reply<"resetPassword">>;
  /**
   * Confirm an e-mail address with the token of a mailed link: the newest, once, within 24 hours. An
   * address that the operator lists among those of administrators (ADMIN_EMAILS) needs the account's
   * password as well: without it the answer is invalid_input naming body.password. A wrong password
   * does not use up the link. No credential is needed, and none is looked at.
   */
  verifyEmail(input: Input<"verifyEmail">, options?: CallOptions): Promise<Reply<"verifyEmail">>;
  /**
   * Ask for another mail with a link that confirms your address. Earlier links stop working. Needs an
   * access token; an API key may not.
   */
  resendVerification(input?: Input<"resendVerification">, options?: CallOptions): Promise<Reply<"resendVerification">>;
  /**
   * List where you are signed in, newest first. Sessions of Supabase are not ours to list. Needs an
   * access token; an API key may not.
   */
  listSessions(input?: Input<"listSessions">, options?: CallOptions): Promise<Reply<"listSessions">>;
  /** Every row of `listSessions`, page after page. */
  listSessionsAll(input?: Input<"listSessions">, options?: CallOptions): AsyncIterable<Row<"listSessions">>;
  /**
   * Sign out one of your sessions, also this one. Its tokens stop working within a second. Needs an
   * access token; an API key may not.
   */
  endSession(input: Input<"endSession">, options?: CallOptions): Promise<Reply<"endSession">>;
}

export interface PagesOperations {
  /**
   * The page behind a mailed confirmation link: a button that confirms the address. Opening it changes
   * nothing, since programs that look for viruses in mails open links too. The address of an
   * administrator to be (ADMIN_EMAILS) also asks for the account's password. A link that does not work
   * any more has status 400. No credential is needed, and none is looked at.
   */
  showConfirmation(input: Input<"showConfirmation">, options?: CallOptions): Promise<Reply<"showConfirmation">>;
  /**
   * The button of that page: confirms the address. Where the page asks for a password, a missing one
   * has status 400 and a wrong one 403. No credential is needed, and none is looked at.
   */
  confirmByForm(input: Input<"confirmByForm">, options?: CallOptions): Promise<Reply<"confirmByForm">>;
  /**
   * The page behind a mailed reset link: a form for the new password. Opening it changes nothing. No
   * credential is needed, and none is looked at.
   */
  showReset(input: Input<"showReset">, options?: CallOptions): Promise<Reply<"showReset">>;
  /**
   * The form of that page: sets the new password and ends every session. A password that is too easy
   * has status 422. No credential is needed, and none is looked at.
   */
  resetByForm(input: Input<"resetByForm">, options?: CallOptions): Promise<Reply<"resetByForm">>;
  /**
   * A shared prompt as a page for people. Counts one view; HEAD, link previews and crawlers count
   * none. The page of a link that cannot be opened has status 401 (asks for the password), 404, 410 or
   * 429. No credential is needed, and none is looked at.
   */
  showShare(input: Input<"showShare">, options?: CallOptions): Promise<Reply<"showShare">>;
  /**
   * The form of that page: opens the link with its password. Counts one view, whoever sends it. No
   * credential is needed, and none is looked at.
   */
  openShareWithPassword(input: Input<"openShareWithPassword">, options?: CallOptions): Promise<Reply<"openShareWithPassword">>;
  /**
   * The other form of that page: shows the prompt with its variables filled in. Counts no view,
   * because `pass`, which is in the page, says that its bearer has been shown this version; a link
   * that is revoked, expired or has a new password shows nothing to it. A field that is missing, or of
   * another type, is named beside the field, with status 422. No credential is needed, and none is
   * looked at.
   */
  fillShare(input: Input<"fillShare">, options?: CallOptions): Promise<Reply<"fillShare">>;
  /**
   * Download an export by its mailed link. Whoever has the link may, until the export expires. No
   * credential is needed, and none is looked at.
   */
  downloadExportByLink(input: Input<"downloadExportByLink">, options?: CallOptions): Promise<Reply<"downloadExportByLink">>;
  /**
   * The form of the dashboard's sign-in page. A token that is not valid has status 401, one that is
   * not an administrator's 403, and a success leads on to the dashboard with 303. No credential is
   * needed, and none is looked at.
   */
  openDashboardByForm(input?: Input<"openDashboardByForm">, options?: CallOptions): Promise<Reply<"openDashboardByForm">>;
  /**
   * A small page: what this is, how it is, and where to go. JSON for who asks for JSON and not for
   * HTML. No credential is needed, and none is looked at.
   */
  readHome(input?: Input<"readHome">, options?: CallOptions): Promise<Reply<"readHome">>;
  /**
   * What a failure's code means, why it happens and what to do. The `type` of every problem leads
   * here. JSON for who asks for JSON and not for HTML. No credential is needed, and none is looked at.
   */
  explainFailure(input: Input<"explainFailure">, options?: CallOptions): Promise<Reply<"explainFailure">>;
  /**
   * Every failure there is. JSON, with cause and cure of each, for who asks for JSON and not for HTML.
   * No credential is needed, and none is looked at.
   */
  listFailures(input?: Input<"listFailures">, options?: CallOptions): Promise<Reply<"listFailures">>;
  /**
   * The newest mails of the local outbox. Only outside production, without SMTP_URL, and from this
   * machine. No credential is needed, and none is looked at.
   */
  listDevMail(input?: Input<"listDevMail">, options?: CallOptions): Promise<Reply<"listDevMail">>;
  /**
   * One mail of the local outbox as it would have been sent. No credential is needed, and none is
   * looked at.
   */
  readDevMail(input: Input<"readDevMail">, options?: CallOptions): Promise<Reply<"readDevMail">>;
  /**
   * A mail template filled with sample data, as its light or dark HTML or as text. Only outside
   * production, and from this machine. No credential is needed, and none is looked at.
   */
  previewMail(input: Input<"previewMail">, options?: CallOptions): Promise<Reply<"previewMail">>;
  /**
   * The page behind the link of a mail that can be switched off: a button. Opening it changes nothing,
   * since programs that look for viruses in mails open links too. No credential is needed, and none is
   * looked at.
   */
  showUnsubscribe(input: Input<"showUnsubscribe">, options?: CallOptions): Promise<Reply<"showUnsubscribe">>;
  /**
   * Switch one kind of mail off, without signing in: what mail programs call for their own button (RFC
   * 8058), and the button of that page. Whatever body they send is not looked at. No credential is
   * needed, and none is looked at.
   */
  unsubscribe(input: Input<"unsubscribe">, options?: CallOptions): Promise<Reply<"unsubscribe">>;
}

export interface FoldersOperations {
  /**
   * List your folders by name, all at once. `parentId` makes them a tree. Needs an access token, or an
   * API key with the scope `prompts:read`.
   */
  listFolders(input?: Input<"listFolders">, options?: CallOptions): Promise<Reply<"listFolders">>;
  /**
   * Make a folder. Its name may hold slashes and any script: folders are known by their ids. Needs an
   * access token, or an API key with the scope `prompts:write`.
   */
  createFolder(input: Input<"createFolder">, options?: CallOptions): Promise<Reply<"createFolder">>;
  /**
   * Rename or move a folder with everything in it. Prompts keep their ids, slugs and versions. Needs
   * an access token, or an API key with the scope `prompts:write`.
   */
  updateFolder(input: Input<"updateFolder">, options?: CallOptions): Promise<Reply<"updateFolder">>;
  /**
   * Delete a folder with its subfolders. The prompts in them stay, in no folder. A folder of very many
   * prompts may answer 503 with `Retry-After`: ask again, and it goes on from there. Needs an access
   * token, or an API key with the scope `prompts:write`.
   */
  deleteFolder(input: Input<"deleteFolder">, options?: CallOptions): Promise<Reply<"deleteFolder">>;
}

export interface PromptsOperations {
  /**
   * List your prompts, newest first. Everything but `enrichedPrompt`, which one prompt shows. Needs an
   * access token, or an API key with the scope `prompts:read`.
   */
  listPrompts(input?: Input<"listPrompts">, options?: CallOptions): Promise<Reply<"listPrompts">>;
  /** Every row of `listPrompts`, page after page. */
  listPromptsAll(input?: Input<"listPrompts">, options?: CallOptions): AsyncIterable<Row<"listPrompts">>;
  /**
   * Store a prompt. It counts against the month's quota (UTC): `X-Quota-Prompts-Limit`,
   * `X-Quota-Prompts-Remaining` and `X-Quota-Prompts-Reset` (Unix seconds) say what is left. Needs an
   * access token, or an API key with the scope `prompts:write`.
   */
  createPrompt(input: Input<"createPrompt">, options?: CallOptions): Promise<Reply<"createPrompt">>;
  /**
   * Read one of your prompts. What others published is at `/prompts/public/{id}`. Needs an access
   * token, or an API key with the scope `prompts:read`.
   */
  readPrompt(input: Conditional<"readPrompt">, options?: CallOptions): Promise<Reply<"readPrompt">>;
  /**
   * Read one of your prompts. What others published is at `/prompts/public/{id}`. Needs an access
   * token, or an API key with the scope `prompts:read`.
   */
  readPrompt(input: Input<"readPrompt">, options?: CallOptions): Promise<Exclude<Reply<"readPrompt">, { status: 304 }>>;
  /**
   * Change the given fields and keep the others. A change of a part, a variable or the model makes a
   * new version; `If-Match` with the prompt's ETag refuses to write over a change you have not seen.
   * The slug of a prompt with a protected label is changed by a person, or a key with `labels:write`.
   * Needs an access token, or an API key with the scope `prompts:write`.
   */
  updatePrompt(input: Input<"updatePrompt">, options?: CallOptions): Promise<Reply<"updatePrompt">>;
  /**
   * Delete a prompt. It can be restored for 30 days and keeps its slug for as long; `If-Match` with
   * its ETag refuses to delete a change you have not seen. A prompt with a protected label is deleted
   * by a person, or a key with `labels:write`. Needs an access token, or an API key with the scope
   * `prompts:write`.
   */
  deletePrompt(input: Input<"deletePrompt">, options?: CallOptions): Promise<Reply<"deletePrompt">>;
  /**
   * Have a deleted prompt back, within 30 days, as it was. It costs no quota; one that is there is
   * answered as it is. Needs an access token, or an API key with the scope `prompts:write`.
   */
  restorePrompt(input: Input<"restorePrompt">, options?: CallOptions): Promise<Reply<"restorePrompt">>;
  /**
   * The history of a prompt, newest first: who, when and why. Needs an access token, or an API key
   * with the scope `prompts:read`.
   */
  listVersions(input: Input<"listVersions">, options?: CallOptions): Promise<Reply<"listVersions">>;
  /** Every row of `listVersions`, page after page. */
  listVersionsAll(input: Input<"listVersions">, options?: CallOptions): AsyncIterable<Row<"listVersions">>;
  /**
   * One version of a prompt, as it was written. It never changes. Needs an access token, or an API key
   * with the scope `prompts:read`.
   */
  readVersion(input: Conditional<"readVersion">, options?: CallOptions): Promise<Reply<"readVersion">>;
  /**
   * One version of a prompt, as it was written. It never changes. Needs an access token, or an API key
   * with the scope `prompts:read`.
   */
  readVersion(input: Input<"readVersion">, options?: CallOptions): Promise<Exclude<Reply<"readVersion">, { status: 304 }>>;
  /**
   * What changed between two versions: the last change when none is named. Word by word, and as a
   * unified diff. Needs an access token, or an API key with the scope `prompts:read`.
   */
  compareVersions(input: Input<"compareVersions">, options?: CallOptions): Promise<Reply<"compareVersions">>;
  /**
   * Roll back: a new version with the content of an old one. Title, tags and labels stay as they are;
   * a content that is the newest already makes no version. Needs an access token, or an API key with
   * the scope `prompts:write`.
   */
  restoreVersion(input: Input<"restoreVersion">, options?: CallOptions): Promise<Reply<"restoreVersion">>;
  /**
   * All your prompts as a file. The JSON holds versions, labels, their history, folders, tags and
   * variables, and `POST /prompts/import` takes it back unchanged; the same prompts are always the
   * same bytes. Needs an access token, or an API key with the scope `prompts:read`.
   */
  exportPrompts(input?: Input<"exportPrompts">, options?: CallOptions): Promise<Reply<"exportPrompts">>;
  /**
   * Takes in prompts from our export (JSON or Markdown), OpenAI, Langfuse, LangSmith, prompts.chat,
   * `.prompt.yml`, dotprompt or promptfoo: all of them or none. `dryRun=true` answers the plan. What
   * is here already stays as it is, so it may be sent again. Needs an access token, or an API key with
   * the scope `prompts:write`.
   */
  importPrompts(input: Input<"importPrompts">, options?: CallOptions): Promise<Reply<"importPrompts">>;
  /**
   * Hear of changes to your prompts as they happen, as server-sent events: `version.created`,
   * `label.moved`, `label.removed`, `prompt.updated`, `prompt.deleted`, `prompt.restored`, each with
   * ids and numbers to refresh a cache by, and `changes.missed` when everything must be read anew.
   * `Last-Event-ID` goes on where the client left; events of the last day are kept, and some may come
   * twice. The stream ends when the credential ends. Needs an access token, or an API key with the
   * scope `prompts:read`.
   */
  streamPromptEvents(input?: Input<"streamPromptEvents">, options?: CallOptions): AsyncIterable<ChangeEvent>;
  /**
   * Browse what people published, newest first. No credential is needed; one that is sent must be
   * valid. The flag `public_library` switches it off.
   */
  listPublicPrompts(input?: Input<"listPublicPrompts">, options?: CallOptions): Promise<Reply<"listPublicPrompts">>;
  /** Every row of `listPublicPrompts`, page after page. */
  listPublicPromptsAll(input?: Input<"listPublicPrompts">, options?: CallOptions): AsyncIterable<Row<"listPublicPrompts">>;
  /**
   * Read one published prompt. Views are counted within two seconds, and shown, like stars and forks,
   * at most 15 minutes late; the author's own, those of robots and link previews, and HEAD count
   * nothing. No credential is needed; one that is sent must be valid. The flag `public_library`
   * switches it off.
   */
  readPublicPrompt(input: Conditional<"readPublicPrompt">, options?: CallOptions): Promise<Reply<"readPublicPrompt">>;
  /**
   * Read one published prompt. Views are counted within two seconds, and shown, like stars and forks,
   * at most 15 minutes late; the author's own, those of robots and link previews, and HEAD count
   * nothing. No credential is needed; one that is sent must be valid. The flag `public_library`
   * switches it off.
   */
  readPublicPrompt(input: Input<"readPublicPrompt">, options?: CallOptions): Promise<Exclude<Reply<"readPublicPrompt">, { status: 304 }>>;
  /**
   * The categories a prompt can be in, and how many published prompts each has. No credential is
   * needed; one that is sent must be valid.
   */
  listCategories(input?: Input<"listCategories">, options?: CallOptions): Promise<Reply<"listCategories">>;
  /**
   * List what you starred, the latest star first, without the texts. A prompt that has gone private or
   * was removed is not shown; its star is kept. Needs an access token, or an API key with the scope
   * `prompts:read`. The flag `public_library` switches it off.
   */
  listStarred(input?: Input<"listStarred">, options?: CallOptions): Promise<Reply<"listStarred">>;
  /** Every row of `listStarred`, page after page. */
  listStarredAll(input?: Input<"listStarred">, options?: CallOptions): AsyncIterable<Row<"listStarred">>;
  /**
   * Star a published prompt, or one of yours. One star a user: giving it again changes nothing. The
   * prompt's own page shows the new count at once, lists within 15 minutes. Needs an access token, or
   * an API key with the scope `prompts:write`. The flag `public_library` switches it off.
   */
  starPrompt(input: Input<"starPrompt">, options?: CallOptions): Promise<Reply<"starPrompt">>;
  /**
   * Take your star back. Where there is none, nothing changes. Needs an access token, or an API key
   * with the scope `prompts:write`. The flag `public_library` switches it off.
   */
  unstarPrompt(input: Input<"unstarPrompt">, options?: CallOptions): Promise<Reply<"unstarPrompt">>;
  /**
   * Copy a published prompt, or one of yours, as it is now: a new private prompt of yours at version 1
   * that says where it came from (`forkedFrom`). It counts against the month's quota. Needs an access
   * token, or an API key with the scope `prompts:write`. The flag `public_library` switches it off.
   */
  forkPrompt(input: Input<"forkPrompt">, options?: CallOptions): Promise<Reply<"forkPrompt">>;
  /**
   * Ask whether what you forked has changed since. When it has gone private, was removed or deleted,
   * only that is said. Needs an access token, or an API key with the scope `prompts:read`. The flag
   * `public_library` switches it off.
   */
  readUpstream(input: Input<"readUpstream">, options?: CallOptions): Promise<Reply<"readUpstream">>;
  /**
   * Ask what publishing one of your prompts would meet. Secrets, hidden characters and phrases of
   * prompt injections keep it private; personal data, phrases that are only told of, and prompts that
   * say nearly the same are worth a look. Needs an access token, or an API key with the scope
   * `prompts:read`.
   */
  checkPublishing(input: Input<"checkPublishing">, options?: CallOptions): Promise<Reply<"checkPublishing">>;
  /**
   * What administrators decided about a prompt of yours, why, and whether you can still write them a
   * note. Needs an access token, or an API key with the scope `prompts:read`.
   */
  readModeration(input: Input<"readModeration">, options?: CallOptions): Promise<Reply<"readModeration">>;
  /**
   * Write the administrators one note about their decision. There is one for each decision, and none
   * for the answer to a note. Needs an access token; an API key may not.
   */
  appealModeration(input: Input<"appealModeration">, options?: CallOptions): Promise<Reply<"appealModeration">>;
}

export interface LabelsOperations {
  /**
   * The labels of a prompt by name, and the version each stands on. A prompt has at most 50. Needs an
   * access token, or an API key with the scope `prompts:read`.
   */
  listLabels(input: Input<"listLabels">, options?: CallOptions): Promise<Reply<"listLabels">>;
  /** Every row of `listLabels`, page after page. */
  listLabelsAll(input: Input<"listLabels">, options?: CallOptions): AsyncIterable<Row<"listLabels">>;
  /** Where a label stands. Needs an access token, or an API key with the scope `prompts:read`. */
  readLabel(input: Conditional<"readLabel">, options?: CallOptions): Promise<Reply<"readLabel">>;
  /** Where a label stands. Needs an access token, or an API key with the scope `prompts:read`. */
  readLabel(input: Input<"readLabel">, options?: CallOptions): Promise<Exclude<Reply<"readLabel">, { status: 304 }>>;
  /**
   * Make a label, or move it to another version. Every server answers with the new version within a
   * quarter of a second, this one at once. `If-Match` with the label's ETag moves it only from where
   * you saw it, and `If-None-Match: *` only makes a new one; 412 otherwise. Without them the last one
   * to write wins. Every move is in the history; a label that stands there already is left alone.
   * Needs an access token, or an API key with the scope `labels:write`.
   */
  moveLabel(input: Input<"moveLabel">, options?: CallOptions): Promise<Reply<"moveLabel">>;
  /**
   * Remove a label. Its history stays, and undo brings it back. `If-Match` removes it only from where
   * you saw it. Needs an access token, or an API key with the scope `labels:write`.
   */
  removeLabel(input: Input<"removeLabel">, options?: CallOptions): Promise<Reply<"removeLabel">>;
  /**
   * Take the last move of a label back: it stands where it stood before, or is gone if it was new, or
   * is back if it was removed. This is a move of its own, which names the one it takes back; undoing
   * it again redoes that one. Send `If-Match`, so that two people who undo the same move do not cancel
   * each other out. Needs an access token, or an API key with the scope `labels:write`.
   */
  undoLabelMove(input: Input<"undoLabelMove">, options?: CallOptions): Promise<Reply<"undoLabelMove">>;
  /**
   * Every move of a label, newest first: who, from where, to where, when and why. Nothing is ever
   * taken out of it. Needs an access token, or an API key with the scope `prompts:read`.
   */
  listLabelHistory(input: Input<"listLabelHistory">, options?: CallOptions): Promise<Reply<"listLabelHistory">>;
  /** Every row of `listLabelHistory`, page after page. */
  listLabelHistoryAll(input: Input<"listLabelHistory">, options?: CallOptions): AsyncIterable<Row<"listLabelHistory">>;
  /**
   * The labels an API key moves only with the scope `labels:write`: `production`, unless you say
   * otherwise. Needs an access token; an API key may not.
   */
  readProtectedLabels(input?: Input<"readProtectedLabels">, options?: CallOptions): Promise<Reply<"readProtectedLabels">>;
  /**
   * Say which labels of all your prompts are protected. It counts from the next move on. Needs an
   * access token; an API key may not.
   */
  changeProtectedLabels(input: Input<"changeProtectedLabels">, options?: CallOptions): Promise<Reply<"changeProtectedLabels">>;
}

export interface RenderingOperations {
  /**
   * Fill in the variables of a prompt: `{{name}}` becomes its value, once, and nothing is executed.
   * Braces in JSON, fenced code and `{{#…}}` stay as they are; `{{{{raw}}}}…{{{{/raw}}}}` keeps
   * whatever is in it, and `{{{{name}}}}` is the text `{{name}}`. `label` or `version` says which; the
   * newest otherwise. A variable without a value, or with one of another type, is a 422 that names it;
   * names that fit nothing are told in `variables`. Needs an access token, or an API key with the
   * scope `prompts:read`.
   */
  renderPrompt(input: Input<"renderPrompt">, options?: CallOptions): Promise<Reply<"renderPrompt">>;
  /**
   * Read up to 100 of your prompts at once, by id or slug, at a label, a version, or the newest;
   * rendered where `variables` are given. Every prompt is answered in its place, with an `error` where
   * there is none. It only reads: `If-None-Match` with the ETag of the answer before is a 304 while
   * nothing has changed. Needs an access token, or an API key with the scope `prompts:read`.
   */
  resolvePrompts(input: Conditional<"resolvePrompts">, options?: CallOptions): Promise<Reply<"resolvePrompts">>;
  /**
   * Read up to 100 of your prompts at once, by id or slug, at a label, a version, or the newest;
   * rendered where `variables` are given. Every prompt is answered in its place, with an `error` where
   * there is none. It only reads: `If-None-Match` with the ETag of the answer before is a 304 while
   * nothing has changed. Needs an access token, or an API key with the scope `prompts:read`.
   */
  resolvePrompts(input: Input<"resolvePrompts">, options?: CallOptions): Promise<Exclude<Reply<"resolvePrompts">, { status: 304 }>>;
  /**
   * Fill in the variables of a prompt, as `render` does, and ask a model for the answer: the part
   * `role` is the system's message, the rest the user's. `model` says which; else the prompt's own,
   * and one that is offered no more hands over to its replacement, which `notice` says. It counts as
   * one enrichment of the month and against what models may cost a day; failures of the provider or
   * the server cost nothing, an answer that was declined or cut off by the caller counts. An API key
   * needs `prompts:read` as well. As a stream, `start` comes before the model is asked, each `delta`
   * holds the next piece of `text`, and `result` the whole. An answer of more than 65,536 characters
   * of JSON is not kept for a repeated Idempotency-Key, which then is told `idempotency_answer_gone`.
   * Needs an access token, or an API key with the scope `enrichment`. The flag `runs` switches it off.
   */
  runPrompt(input: Input<"runPrompt">, options?: CallOptions): Promise<Reply<"runPrompt">>;
  /** `runPrompt` as it happens. */
  runPromptStream(input: Input<"runPrompt">, options?: CallOptions): AsyncIterable<RunEvent<"runPrompt">>;
}

export interface EnrichmentOperations {
  /**
   * List the known models with prices, limits, and when they retire. What this program was built with
   * is brought up to date every night from the lists of the providers whose keys it holds.
   * `promptr-builtin` needs no key; `defaultModel` is used where a request names none. Needs an access
   * token, or an API key with the scope `enrichment`.
   */
  listModels(input?: Input<"listModels">, options?: CallOptions): Promise<Reply<"listModels">>;
  /**
   * Judge a prompt and say why. No AI model is asked and nothing is stored. Give the text, its parts,
   * or the id of a prompt of your own; without a credential every `promptId` is 404. A stored prompt
   * is judged together with the model it is written for, so a retired one lowers the score; an API key
   * needs the scope prompts:read for it. No credential is needed; one that is sent must be valid.
   */
  validatePrompt(input: Input<"validatePrompt">, options?: CallOptions): Promise<Reply<"validatePrompt">>;
  /**
   * List what is worth changing in a prompt, the most useful first. Each comes with the edit that
   * makes it or with the question to answer first. No AI model is asked. For a stored prompt an API
   * key needs the scope prompts:read as well. Needs an access token, or an API key with the scope
   * `enrichment`.
   */
  suggestImprovements(input?: Input<"suggestImprovements">, options?: CallOptions): Promise<Reply<"suggestImprovements">>;
  /**
   * Prepare your prompts for another model, because theirs retires. Each gets a new version with the
   * new `selectedModel` and is otherwise as it was; labels never move, so `production` stays on the
   * old version until you move it. You are told what the linter says of each prompt on the new model.
   * Asking again changes nothing more. `dryRun` only says what would be done. Needs an access token,
   * or an API key with the scope `prompts:write`.
   */
  migrateModels(input: Input<"migrateModels">, options?: CallOptions): Promise<Reply<"migrateModels">>;
  /**
   * Improve a prompt and prove what changed. The gravest one to three findings are repaired, each as a
   * change of its own; variables and fenced blocks survive byte for byte, and the score never drops. A
   * retired model hands over to its replacement; when a model's replies do not hold, the built-in
   * engine answers instead, and `notice` says so. Each call that asks a model or changes something
   * counts as one enrichment of the month, also when the model's replies do not hold, when it
   * declines, and when the connection is cut once it was asked. `already_good` without a model and
   * failures of the provider or the server cost nothing; but once providers failed twice a month's
   * quota of your calls within 24 hours, none is asked for you until the oldest of them is a day old
   * (429 with `Retry-After`). The same question is answered alike for 24 hours, at no cost (`cached`);
   * so is what was improved: asked again, it is `already_good`. With `save` the result becomes a new
   * version of the prompt, unless the prompt has another one by then (412); `If-Match` with its ETag
   * is heeded before anything is spent. For a stored prompt an API key needs the scope prompts:read as
   * well. As a stream, `start` comes before the model is asked, each `delta` holds one change as soon
   * as it is written (`text` is what it puts in place), and `result` holds what counts; a request that
   * joins an equal one has no `delta`. Needs an access token, or an API key with the scope
   * `enrichment`. The flag `enhancement` switches it off.
   */
  enhancePrompt(input: Input<"enhancePrompt">, options?: CallOptions): Promise<Reply<"enhancePrompt">>;
  /** `enhancePrompt` as it happens. */
  enhancePromptStream(input: Input<"enhancePrompt">, options?: CallOptions): AsyncIterable<RunEvent<"enhancePrompt">>;
  /**
   * Accept some or all changes of an enhancement. Its prompt gets a new version with your message;
   * labels stay where they are. A prompt that was edited since takes the changes that still match it
   * exactly, and 412 says which does not; applied twice, nothing happens the second time. For text
   * that came with the request the text is given back and nothing is stored. It asks no model and
   * costs nothing. An API key that changes a prompt by it needs the scopes prompts:read and
   * prompts:write as well. Needs an access token, or an API key with the scope `enrichment`.
   */
  applyEnhancement(input: Input<"applyEnhancement">, options?: CallOptions): Promise<Reply<"applyEnhancement">>;
}

export interface TestsOperations {
  /**
   * Ask a model for the answer to every test case of a prompt, at a label, a version, or the newest,
   * and check what is expected of it. This goes on by itself: the answer says where to look. Every
   * case counts as one enrichment of the month, and one more for each model that judges it; when they
   * are used up the run ends as `failed` with what it has. A prompt has one run at a time, an account
   * 20 a day. A run in which no case got an answer, because the provider was away, ends as `failed`
   * with the reason, costs none of the month, and is not compared; it counts as one of the day. Runs
   * are kept for 90 days. An API key needs `prompts:read` as well. Needs an access token, or an API
   * key with the scope `enrichment`. The flag `runs` switches it off.
   */
  startTestRun(input: Input<"startTestRun">, options?: CallOptions): Promise<Reply<"startTestRun">>;
  /**
   * The test runs of a prompt, newest first, with how many cases passed and what they took. Needs an
   * access token, or an API key with the scope `prompts:read`.
   */
  listTestRuns(input: Input<"listTestRuns">, options?: CallOptions): Promise<Reply<"listTestRuns">>;
  /** Every row of `listTestRuns`, page after page. */
  listTestRunsAll(input: Input<"listTestRuns">, options?: CallOptions): AsyncIterable<Row<"listTestRuns">>;
  /**
   * One test run with what has been found so far: each case's answer, and each of its expectations
   * with the reason. Needs an access token, or an API key with the scope `prompts:read`.
   */
  readTestRun(input: Input<"readTestRun">, options?: CallOptions): Promise<Reply<"readTestRun">>;
  /**
   * Compare what the newest finished test runs of two versions found: which cases got better or worse,
   * and what that costs. A case without an answer, or with one that could not be judged, is
   * `unjudged`: it says nothing of the prompt. Models answer differently each time, so one run of each
   * is a hint; name a `model` to compare like with like. Needs an access token, or an API key with the
   * scope `prompts:read`.
   */
  compareTestRuns(input: Input<"compareTestRuns">, options?: CallOptions): Promise<Reply<"compareTestRuns">>;
  /**
   * The test cases of a prompt, oldest first. A prompt has at most 50. Needs an access token, or an
   * API key with the scope `prompts:read`.
   */
  listTestCases(input: Input<"listTestCases">, options?: CallOptions): Promise<Reply<"listTestCases">>;
  /** Every row of `listTestCases`, page after page. */
  listTestCasesAll(input: Input<"listTestCases">, options?: CallOptions): AsyncIterable<Row<"listTestCases">>;
  /**
   * Keep values for the variables together with what must be true of the answer: that it has a text
   * (`contains`), a pattern (`matches`, RE2 syntax), a form (`json_schema`), or that another model
   * agrees to a criterion and can quote the answer for it (`judge`). `not` turns an expectation round.
   * All of a case's expectations must hold. Needs an access token, or an API key with the scope
   * `prompts:write`.
   */
  createTestCase(input: Input<"createTestCase">, options?: CallOptions): Promise<Reply<"createTestCase">>;
  /** One test case. Needs an access token, or an API key with the scope `prompts:read`. */
  readTestCase(input: Input<"readTestCase">, options?: CallOptions): Promise<Reply<"readTestCase">>;
  /**
   * Put another test case in the place of this one; what is left out is not kept. Comparisons say that
   * it was edited. Needs an access token, or an API key with the scope `prompts:write`.
   */
  replaceTestCase(input: Input<"replaceTestCase">, options?: CallOptions): Promise<Reply<"replaceTestCase">>;
  /**
   * Delete a test case. What earlier runs found of it stays with them. Needs an access token, or an
   * API key with the scope `prompts:write`.
   */
  deleteTestCase(input: Input<"deleteTestCase">, options?: CallOptions): Promise<Reply<"deleteTestCase">>;
}

export interface SharingOperations {
  /**
   * Make a link to one of your prompts: to one version, to what a label names at the moment, or to the
   * newest. Whoever has the link may open it, also when the prompt is private: with a password, a
   * number of views or an end, if you set them. The token is shown only in this answer. Needs an
   * access token, or an API key with the scope `sharing`.
   */
  createShare(input: Input<"createShare">, options?: CallOptions): Promise<Reply<"createShare">>;
  /**
   * List your links, newest first, with what became of their visits. `viewCount` is exact; the other
   * figures are written together and up to two seconds late. Revoked links are not listed. Needs an
   * access token, or an API key with the scope `sharing`.
   */
  listMyShares(input?: Input<"listMyShares">, options?: CallOptions): Promise<Reply<"listMyShares">>;
  /** Every row of `listMyShares`, page after page. */
  listMySharesAll(input?: Input<"listMyShares">, options?: CallOptions): AsyncIterable<Row<"listMyShares">>;
  /**
   * List the links whose owners made them public and gave them no password, newest first, as long as
   * they can be opened. Reading the list counts no view. No credential is needed; one that is sent
   * must be valid.
   */
  listPublicShares(input?: Input<"listPublicShares">, options?: CallOptions): Promise<Reply<"listPublicShares">>;
  /** Every row of `listPublicShares`, page after page. */
  listPublicSharesAll(input?: Input<"listPublicShares">, options?: CallOptions): AsyncIterable<Row<"listPublicShares">>;
  /**
   * Read a shared prompt. Counts one view; HEAD, link previews and crawlers count none. A protected
   * link wants its password in `X-Share-Password`. No credential is needed; one that is sent must be
   * valid.
   */
  openShare(input: Input<"openShare">, options?: CallOptions): Promise<Reply<"openShare">>;
  /**
   * Change one of your links; what is not given stays as it is. Whoever opens it from then on, on any
   * process, meets the new rules. Fewer `maxViews` than there were views close it, more open it again,
   * and so does a later end. Needs an access token, or an API key with the scope `sharing`.
   */
  updateShare(input: Input<"updateShare">, options?: CallOptions): Promise<Reply<"updateShare">>;
  /**
   * End one of your links. It is dead at once, on every process, and stays dead. Needs an access
   * token, or an API key with the scope `sharing`.
   */
  revokeShare(input: Input<"revokeShare">, options?: CallOptions): Promise<Reply<"revokeShare">>;
}

export interface WebhooksOperations {
  /**
   * List your webhooks, newest first; an account has at most 20. Needs an access token; an API key may
   * not.
   */
  listWebhooks(input?: Input<"listWebhooks">, options?: CallOptions): Promise<Reply<"listWebhooks">>;
  /** Every row of `listWebhooks`, page after page. */
  listWebhooksAll(input?: Input<"listWebhooks">, options?: CallOptions): AsyncIterable<Row<"listWebhooks">>;
  /**
   * Have a server of yours told of what happens. The secret its requests are signed with (Standard
   * Webhooks) is shown only in this answer. Only addresses of the open internet are called, over
   * https; redirects are not followed. `job.failed` is for administrators. Needs an access token; an
   * API key may not.
   */
  createWebhook(input: Input<"createWebhook">, options?: CallOptions): Promise<Reply<"createWebhook">>;
  /**
   * Read one of your webhooks, and how it is doing. Never its secret. Needs an access token; an API
   * key may not.
   */
  readWebhook(input: Conditional<"readWebhook">, options?: CallOptions): Promise<Reply<"readWebhook">>;
  /**
   * Read one of your webhooks, and how it is doing. Never its secret. Needs an access token; an API
   * key may not.
   */
  readWebhook(input: Input<"readWebhook">, options?: CallOptions): Promise<Exclude<Reply<"readWebhook">, { status: 304 }>>;
  /**
   * Change the given fields of a webhook and keep the others. A disabled one is told of nothing new;
   * what waited when it was disabled is sent when it is enabled again. `If-Match` refuses to write
   * over a change you have not seen. Needs an access token; an API key may not.
   */
  updateWebhook(input: Input<"updateWebhook">, options?: CallOptions): Promise<Reply<"updateWebhook">>;
  /**
   * Remove a webhook with its log. What still waits is not sent. Needs an access token; an API key may
   * not.
   */
  deleteWebhook(input: Input<"deleteWebhook">, options?: CallOptions): Promise<Reply<"deleteWebhook">>;
  /**
   * Give a webhook a new secret, shown only in this answer. For `overlapSeconds` (a day unless you say
   * otherwise, 7 days at most) requests carry a signature with each, so that a receiver may change
   * over when it likes; 0 ends the old one at once. There are two at most: another rotation ends the
   * one before the last. Needs an access token; an API key may not.
   */
  rotateWebhookSecret(input: Input<"rotateWebhookSecret">, options?: CallOptions): Promise<Reply<"rotateWebhookSecret">>;
  /**
   * Read what a webhook was sent, newest first: the last attempt at each delivery and when the next
   * one is. Kept 30 days. Needs an access token; an API key may not.
   */
  listWebhookDeliveries(input: Input<"listWebhookDeliveries">, options?: CallOptions): Promise<Reply<"listWebhookDeliveries">>;
  /** Every row of `listWebhookDeliveries`, page after page. */
  listWebhookDeliveriesAll(input: Input<"listWebhookDeliveries">, options?: CallOptions): AsyncIterable<Row<"listWebhookDeliveries">>;
  /**
   * Send a delivery again, whatever became of it, under its old `webhook-id`. One that waits is tried
   * now; its attempts go on counting, those of any other begin anew. Needs an access token; an API key
   * may not.
   */
  replayWebhookDelivery(input: Input<"replayWebhookDelivery">, options?: CallOptions): Promise<Reply<"replayWebhookDelivery">>;
  /**
   * Send what failed since a time again, the oldest first, at most 1,000 deliveries a request. Needs
   * an access token; an API key may not.
   */
  replayFailedWebhookDeliveries(input: Input<"replayFailedWebhookDeliveries">, options?: CallOptions): Promise<Reply<"replayFailedWebhookDeliveries">>;
  /**
   * Send an event of the type `webhook.test` to this webhook, whatever it listens to. It goes the way
   * of every event, within seconds; the log says what came of it. Needs an access token; an API key
   * may not.
   */
  testWebhook(input: Input<"testWebhook">, options?: CallOptions): Promise<Reply<"testWebhook">>;
}

export interface UsersOperations {
  /**
   * Your account, your preferences, and what the month's quotas have left. Needs an access token; an
   * API key may not.
   */
  readProfile(input: Conditional<"readProfile">, options?: CallOptions): Promise<Reply<"readProfile">>;
  /**
   * Your account, your preferences, and what the month's quotas have left. Needs an access token; an
   * API key may not.
   */
  readProfile(input?: Input<"readProfile">, options?: CallOptions): Promise<Exclude<Reply<"readProfile">, { status: 304 }>>;
  /**
   * Change your name or your preferences. What is left out stays as it is, and null removes a
   * preference; `If-Match` with the profile's ETag refuses to write over a change you have not seen.
   * Needs an access token; an API key may not.
   */
  updateProfile(input?: Input<"updateProfile">, options?: CallOptions): Promise<Reply<"updateProfile">>;
  /**
   * Your numbers: prompts, links, enhancements and what they cost. Needs an access token, or an API
   * key with the scope `analytics:read`.
   */
  readStats(input?: Input<"readStats">, options?: CallOptions): Promise<Reply<"readStats">>;
  /**
   * Ask for a copy of everything held about you: a zip file with JSON and CSV. It is made in the
   * background; a mail with a link follows, and `Location` tells how far it is. One at a time, three a
   * day; kept for seven days. Needs an access token; an API key may not.
   */
  exportData(input?: Input<"exportData">, options?: CallOptions): Promise<Reply<"exportData">>;
  /**
   * How far one of your exports is, and where to download it. Needs an access token; an API key may
   * not.
   */
  readExport(input: Input<"readExport">, options?: CallOptions): Promise<Reply<"readExport">>;
  /** Download one of your exports. Needs an access token; an API key may not. */
  downloadExport(input: Input<"downloadExport">, options?: CallOptions): Promise<Reply<"downloadExport">>;
  /**
   * Erase your account, for good. Sessions, API keys and links end at once, nothing of yours stays
   * public, and a job removes the rest. Only ids remain, in the audit log. Needs an access token; an
   * API key may not.
   */
  deleteAccount(input?: Input<"deleteAccount">, options?: CallOptions): Promise<Reply<"deleteAccount">>;
  /**
   * What the service has to tell you, newest first. The newest 1,000 are kept. Needs an access token;
   * an API key may not.
   */
  listNotifications(input?: Input<"listNotifications">, options?: CallOptions): Promise<Reply<"listNotifications">>;
  /** Every row of `listNotifications`, page after page. */
  listNotificationsAll(input?: Input<"listNotifications">, options?: CallOptions): AsyncIterable<Row<"listNotifications">>;
  /**
   * Mark notifications as read: those with these `ids`, or `all`. Needs an access token; an API key
   * may not.
   */
  markNotifications(input: Input<"markNotifications">, options?: CallOptions): Promise<Reply<"markNotifications">>;
  /**
   * Which mails you get, of those you can switch off. Mails about your account itself always come.
   * Needs an access token; an API key may not.
   */
  readNotificationSettings(input?: Input<"readNotificationSettings">, options?: CallOptions): Promise<Reply<"readNotificationSettings">>;
  /**
   * Switch mails on or off; what is left out stays as it is. Switching on takes back an earlier click
   * on a mail's own link. Optional mail goes only to an address that was confirmed. Needs an access
   * token; an API key may not.
   */
  changeNotificationSettings(input: Input<"changeNotificationSettings">, options?: CallOptions): Promise<Reply<"changeNotificationSettings">>;
}

export interface ApiKeysOperations {
  /**
   * List your API keys, newest first; an account has at most 50. Needs an access token; an API key may
   * not.
   */
  listApiKeys(input?: Input<"listApiKeys">, options?: CallOptions): Promise<Reply<"listApiKeys">>;
  /** Every row of `listApiKeys`, page after page. */
  listApiKeysAll(input?: Input<"listApiKeys">, options?: CallOptions): AsyncIterable<Row<"listApiKeys">>;
  /**
   * Make an API key. The key is shown only in this answer. Send it as `X-API-Key`; it may do what its
   * scopes say, until it expires, from its networks, as often as the month's calls (UTC) allow:
   * `X-Quota-Api-Calls-Limit`, `X-Quota-Api-Calls-Remaining` and `X-Quota-Api-Calls-Reset` (Unix
   * seconds) on its answers say what is left. Needs an access token; an API key may not.
   */
  createApiKey(input: Input<"createApiKey">, options?: CallOptions): Promise<Reply<"createApiKey">>;
  /**
   * Read one of your API keys: what it may do, when and from where it was last used. Never the key
   * itself. Needs an access token; an API key may not.
   */
  readApiKey(input: Conditional<"readApiKey">, options?: CallOptions): Promise<Reply<"readApiKey">>;
  /**
   * Read one of your API keys: what it may do, when and from where it was last used. Never the key
   * itself. Needs an access token; an API key may not.
   */
  readApiKey(input: Input<"readApiKey">, options?: CallOptions): Promise<Exclude<Reply<"readApiKey">, { status: 304 }>>;
  /**
   * Change the given fields of an API key and keep the others; null takes its end or its networks
   * away. It counts within a second. `If-Match` refuses to write over a change you have not seen; that
   * the key was used is none. Needs an access token; an API key may not.
   */
  updateApiKey(input: Input<"updateApiKey">, options?: CallOptions): Promise<Reply<"updateApiKey">>;
  /**
   * End an API key for good, with what was counted for it. It stops working within a second. Needs an
   * access token; an API key may not.
   */
  deleteApiKey(input: Input<"deleteApiKey">, options?: CallOptions): Promise<Reply<"deleteApiKey">>;
  /**
   * Give an API key a new secret, shown only in this answer. The old secret works on for
   * `overlapSeconds` (a day unless you say otherwise, 7 days at most), and `rotation` says whether
   * somebody still uses it. While it works, another rotation is refused with 409; `overlapSeconds: 0`
   * is not, and ends every older secret at once: for a secret that leaked, or an answer that was lost.
   * Within 10 seconds of a rotation any other is refused with 409, so that a double click or a retry
   * cannot take away what was just handed out. Needs an access token; an API key may not.
   */
  rotateApiKey(input: Input<"rotateApiKey">, options?: CallOptions): Promise<Reply<"rotateApiKey">>;
  /**
   * Ask what an API key may do now, and why. With `method` and `path` only about that operation; with
   * `address` as if the call came from there. Nothing is called and nothing is counted. Needs an
   * access token; an API key may not.
   */
  explainApiKey(input: Input<"explainApiKey">, options?: CallOptions): Promise<Reply<"explainApiKey">>;
  /**
   * How much your API keys were used: what is left of the month, and calls by key and day (UTC). What
   * a deleted key did is in the month's number only. Needs an access token; an API key may not.
   */
  readApiKeyUsage(input?: Input<"readApiKeyUsage">, options?: CallOptions): Promise<Reply<"readApiKeyUsage">>;
}

export interface AnalyticsOperations {
  /**
   * Your requests, their success and durations, and what calls of models cost. Exact up to a quarter
   * of a second ago, and every stretch of time is there, also without any. Needs an access token, or
   * an API key with the scope `analytics:read`.
   */
  readUsageAnalytics(input?: Input<"readUsageAnalytics">, options?: CallOptions): Promise<Reply<"readUsageAnalytics">>;
  /**
   * How your prompts were used, by prompt, version or label: requests, calls of models with their cost
   * and durations, and how good the versions are. Exact up to a quarter of a second ago, and every
   * stretch of time is there, also without any. Needs an access token, or an API key with the scope
   * `analytics:read`.
   */
  readPromptAnalytics(input?: Input<"readPromptAnalytics">, options?: CallOptions): Promise<Reply<"readPromptAnalytics">>;
  /**
   * Your calls of models: tokens, cost, success and durations by model. Exact up to a quarter of a
   * second ago, and every stretch of time is there, also without any. Needs an access token, or an API
   * key with the scope `analytics:read`.
   */
  readModelAnalytics(input?: Input<"readModelAnalytics">, options?: CallOptions): Promise<Reply<"readModelAnalytics">>;
  /**
   * How your figures move: against as much time before, as moving averages, and what moved most. Pro
   * plan. Exact up to a quarter of a second ago, and every stretch of time is there, also without any.
   * Needs an access token, or an API key with the scope `analytics:read`. The plan must be `pro`.
   */
  readTrends(input?: Input<"readTrends">, options?: CallOptions): Promise<Reply<"readTrends">>;
  /**
   * Your figures as a file: a line for each operation, prompt or model in each stretch of time in
   * which it was used. In the CSV, cells that a spreadsheet would take for a formula begin with an
   * apostrophe. Needs an access token, or an API key with the scope `analytics:read`.
   */
  downloadReport(input?: Input<"downloadReport">, options?: CallOptions): Promise<Reply<"downloadReport">>;
}

export interface AdminOperations {
  /**
   * How the installation is used: people, prompts, requests, calls of models and their cost, queues
   * and storage. Exact up to a quarter of a second ago, and every stretch of time is there, also
   * without any. Needs an access token; an API key may not. For administrators.
   */
  readSystemAnalytics(input?: Input<"readSystemAnalytics">, options?: CallOptions): Promise<Reply<"readSystemAnalytics">>;
  /** Everybody's accounts, newest first. Needs an access token; an API key may not. For administrators. */
  listUsers(input?: Input<"listUsers">, options?: CallOptions): Promise<Reply<"listUsers">>;
  /** Every row of `listUsers`, page after page. */
  listUsersAll(input?: Input<"listUsers">, options?: CallOptions): AsyncIterable<Row<"listUsers">>;
  /** Somebody's account. Needs an access token; an API key may not. For administrators. */
  readUser(input: Input<"readUser">, options?: CallOptions): Promise<Reply<"readUser">>;
  /**
   * Change somebody's plan or role, suspend them, or end a suspension. It holds at once, for tokens
   * and API keys alike. The last administrator can be neither demoted nor suspended. Needs an access
   * token; an API key may not. For administrators.
   */
  updateUser(input: Input<"updateUser">, options?: CallOptions): Promise<Reply<"updateUser">>;
  /**
   * The prompts administrators look through, newest first: what everybody can see, and what is held
   * back. Private prompts are nobody else's business and are not among them. Needs an access token; an
   * API key may not. For administrators.
   */
  listModeration(input?: Input<"listModeration">, options?: CallOptions): Promise<Reply<"listModeration">>;
  /** Every row of `listModeration`, page after page. */
  listModerationAll(input?: Input<"listModeration">, options?: CallOptions): AsyncIterable<Row<"listModeration">>;
  /**
   * One of these prompts with all of its text and what was decided about it; also one that can be
   * opened by a link. Needs an access token; an API key may not. For administrators.
   */
  readModeratedPrompt(input: Conditional<"readModeratedPrompt">, options?: CallOptions): Promise<Reply<"readModeratedPrompt">>;
  /**
   * One of these prompts with all of its text and what was decided about it; also one that can be
   * opened by a link. Needs an access token; an API key may not. For administrators.
   */
  readModeratedPrompt(input: Input<"readModeratedPrompt">, options?: CallOptions): Promise<Exclude<Reply<"readModeratedPrompt">, { status: 304 }>>;
  /**
   * Decide about a prompt: `flagged` takes it out of the library, `removed` ends its links as well,
   * `approved` gives both back. It holds at once, in every process. The owner is told, with the
   * reason, in the product and by mail. Of two administrators the later one holds; `If-Match` refuses
   * to decide over what you have not seen. Needs an access token; an API key may not. For
   * administrators.
   */
  moderatePrompt(input: Input<"moderatePrompt">, options?: CallOptions): Promise<Reply<"moderatePrompt">>;
  /**
   * Tell many people something, in the product, by mail or both. Jobs do it; who switched such mail
   * off gets none. `dryRun` answers (200) how many and whom. More than 1,000 people are told only with
   * the `dryRunToken` of such an answer, which holds for exactly this content and audience, for 15
   * minutes, once, and while the audience has not grown by more than 5 % (or ten people). Needs an
   * access token; an API key may not. For administrators.
   */
  sendBroadcast(input: Input<"sendBroadcast">, options?: CallOptions): Promise<Reply<"sendBroadcast">>;
  /**
   * What was told to many, newest first, and how far each has come. Needs an access token; an API key
   * may not. For administrators.
   */
  listBroadcasts(input?: Input<"listBroadcasts">, options?: CallOptions): Promise<Reply<"listBroadcasts">>;
  /** Every row of `listBroadcasts`, page after page. */
  listBroadcastsAll(input?: Input<"listBroadcasts">, options?: CallOptions): AsyncIterable<Row<"listBroadcasts">>;
  /** How far a broadcast has come. Needs an access token; an API key may not. For administrators. */
  readBroadcast(input: Input<"readBroadcast">, options?: CallOptions): Promise<Reply<"readBroadcast">>;
  /**
   * End a broadcast that is under way. Who has been told has been told; nobody else is, but for mails
   * that are just leaving. Needs an access token; an API key may not. For administrators.
   */
  cancelBroadcast(input: Input<"cancelBroadcast">, options?: CallOptions): Promise<Reply<"cancelBroadcast">>;
  /**
   * Every queue with its counts by state, its oldest wait and its throughput, and the jobs themselves,
   * newest first. `queue` and `state` narrow it down. Needs an access token; an API key may not. For
   * administrators.
   */
  listJobs(input?: Input<"listJobs">, options?: CallOptions): Promise<Reply<"listJobs">>;
  /** Every row of `listJobs`, page after page. */
  listJobsAll(input?: Input<"listJobs">, options?: CallOptions): AsyncIterable<Row<"listJobs">>;
  /**
   * One job: its state, its attempts, the ids it is about, and the name of its last error. Needs an
   * access token; an API key may not. For administrators.
   */
  readJob(input: Input<"readJob">, options?: CallOptions): Promise<Reply<"readJob">>;
  /**
   * Put failed and dead-lettered jobs back in line, with all their attempts: those of a queue, those
   * named by `ids`, or all. At most 1,000 a call, oldest first; `left` says how many a further call
   * would put back. Needs an access token; an API key may not. For administrators.
   */
  retryJobs(input?: Input<"retryJobs">, options?: CallOptions): Promise<Reply<"retryJobs">>;
  /**
   * Remove completed jobs, oldest first, at most 10,000 a call; `left` says how many remain. Failed
   * jobs stay. Completed ones go by themselves after seven days. Needs an access token; an API key may
   * not. For administrators.
   */
  clearCompletedJobs(input?: Input<"clearCompletedJobs">, options?: CallOptions): Promise<Reply<"clearCompletedJobs">>;
  /**
   * Pause a queue: within a second no process takes anything from it any more. What runs is finished,
   * and what is sent to it waits. A pause outlives restarts. Needs an access token; an API key may
   * not. For administrators.
   */
  pauseQueue(input: Input<"pauseQueue">, options?: CallOptions): Promise<Reply<"pauseQueue">>;
  /** Let a paused queue go on. Needs an access token; an API key may not. For administrators. */
  resumeQueue(input: Input<"resumeQueue">, options?: CallOptions): Promise<Reply<"resumeQueue">>;
  /**
   * A cookie that opens the jobs dashboard at /admin/dashboard for 15 minutes, and nothing else. It
   * ends with the session, and with the role. Needs an access token; an API key may not. For
   * administrators.
   */
  openDashboard(input?: Input<"openDashboard">, options?: CallOptions): Promise<Reply<"openDashboard">>;
  /**
   * Every feature flag: what the table says, what holds, and whether PROMPTR_FLAGS decides it. Needs
   * an access token; an API key may not. For administrators.
   */
  listFlags(input?: Input<"listFlags">, options?: CallOptions): Promise<Reply<"listFlags">>;
  /**
   * Switch a flag on or off, or make one for a front end, which reads it at GET /system/features. It
   * holds on every instance at once. What PROMPTR_FLAGS overrides stays as it says; the answer tells.
   * Needs an access token; an API key may not. For administrators.
   */
  setFlag(input: Input<"setFlag">, options?: CallOptions): Promise<Reply<"setFlag">>;
  /**
   * Remove a flag of a front end's. Those the product itself reads can be switched, not removed. Needs
   * an access token; an API key may not. For administrators.
   */
  removeFlag(input: Input<"removeFlag">, options?: CallOptions): Promise<Reply<"removeFlag">>;
  /**
   * What was done and what was refused, newest first: by actor, action, subject, account and time.
   * Rows hold ids, never names or texts of people. Needs an access token; an API key may not. For
   * administrators.
   */
  searchAudit(input?: Input<"searchAudit">, options?: CallOptions): Promise<Reply<"searchAudit">>;
  /** Every row of `searchAudit`, page after page. */
  searchAuditAll(input?: Input<"searchAudit">, options?: CallOptions): AsyncIterable<Row<"searchAudit">>;
  /**
   * The same rows as a file, CSV or JSON lines, up to 100,000. Cells that a spreadsheet would take for
   * a formula are made plain. That it was taken is in the log too. Needs an access token; an API key
   * may not. For administrators.
   */
  exportAudit(input?: Input<"exportAudit">, options?: CallOptions): Promise<Reply<"exportAudit">>;
}

export interface SystemOperations {
  /**
   * How the service and its parts are doing. 200 when healthy or degraded, 503 when it cannot serve.
   * No credential is needed, and none is looked at.
   */
  readHealth(input?: Input<"readHealth">, options?: CallOptions): Promise<Reply<"readHealth">>;
  /**
   * The process answers. Asks nothing else, so that trouble of the database restarts no machine. No
   * credential is needed, and none is looked at.
   */
  readLiveness(input?: Input<"readLiveness">, options?: CallOptions): Promise<Reply<"readLiveness">>;
  /**
   * Traffic may be sent here. 503 while the process stops or its database is away. No credential is
   * needed, and none is looked at.
   */
  readReadiness(input?: Input<"readReadiness">, options?: CallOptions): Promise<Reply<"readReadiness">>;
  /** The service in one glance, for its users. No credential is needed; one that is sent must be valid. */
  readSystemStatus(input?: Input<"readSystemStatus">, options?: CallOptions): Promise<Reply<"readSystemStatus">>;
  /**
   * Which features are switched on: the table, overridden by PROMPTR_FLAGS. No credential is needed;
   * one that is sent must be valid.
   */
  readFeatures(input?: Input<"readFeatures">, options?: CallOptions): Promise<Reply<"readFeatures">>;
}

/** Every operation, by the tag it has in the document. */
export type Groups = {
  readonly auth: AuthOperations;
  readonly pages: PagesOperations;
  readonly folders: FoldersOperations;
  readonly prompts: PromptsOperations;
  readonly labels: LabelsOperations;
  readonly rendering: RenderingOperations;
  readonly enrichment: EnrichmentOperations;
  readonly tests: TestsOperations;
  readonly sharing: SharingOperations;
  readonly webhooks: WebhooksOperations;
  readonly users: UsersOperations;
  readonly apiKeys: ApiKeysOperations;
  readonly analytics: AnalyticsOperations;
  readonly admin: AdminOperations;
  readonly system: SystemOperations;
};

/** What a call needs to know while it runs. */
export const OPERATIONS = {
  register: {"group":"auth","method":"POST","path":"/api/v1/auth/register","replies":{"201":["application/json"]},"open":true,"body":"json"},
  login: {"group":"auth","method":"POST","path":"/api/v1/auth/login","replies":{"200":["application/json"]},"open":true,"body":"json"},
  refresh: {"group":"auth","method":"POST","path":"/api/v1/auth/refresh","replies":{"200":["application/json"]},"open":true,"body":"json"},
  logout: {"group":"auth","method":"POST","path":"/api/v1/auth/logout","replies":{"204":[]},"body":"json"},
  jwks: {"group":"auth","method":"GET","path":"/.well-known/jwks.json","replies":{"200":["application/json"]},"open":true},
  changePassword: {"group":"auth","method":"POST","path":"/api/v1/auth/change-password","replies":{"204":[]},"body":"json"},
  forgotPassword: {"group":"auth","method":"POST","path":"/api/v1/auth/forgot-password","replies":{"202":["application/json"]},"open":true,"body":"json"},
  resetPassword: {"group":"auth","method":"POST","path":"/api/v1/auth/reset-password","replies":{"204":[]},"open":true,"body":"json"},
  verifyEmail: {"group":"auth","method":"POST","path":"/api/v1/auth/verify-email","replies":{"204":[]},"open":true,"body":"json"},
  resendVerification: {"group":"auth","method":"POST","path":"/api/v1/auth/resend-verification","replies":{"202":["application/json"]}},
  listSessions: {"group":"auth","method":"GET","path":"/api/v1/auth/sessions","replies":{"200":["application/json"]},"paged":true},
  endSession: {"group":"auth","method":"DELETE","path":"/api/v1/auth/sessions/{id}","replies":{"204":[]}},
  showConfirmation: {"group":"pages","method":"GET","path":"/verify-email/{token}","replies":{"200":["text/html"]},"open":true},
  confirmByForm: {"group":"pages","method":"POST","path":"/verify-email/{token}","replies":{"200":["text/html"]},"open":true,"body":"form"},
  showReset: {"group":"pages","method":"GET","path":"/reset-password/{token}","replies":{"200":["text/html"]},"open":true},
  resetByForm: {"group":"pages","method":"POST","path":"/reset-password/{token}","replies":{"200":["text/html"]},"open":true,"body":"form"},
  listFolders: {"group":"folders","method":"GET","path":"/api/v1/folders","replies":{"200":["application/json"]}},
  createFolder: {"group":"folders","method":"POST","path":"/api/v1/folders","replies":{"201":["application/json"]},"body":"json","keyed":true},
  updateFolder: {"group":"folders","method":"PUT","path":"/api/v1/folders/{id}","replies":{"200":["application/json"]},"body":"json"},
  deleteFolder: {"group":"folders","method":"DELETE","path":"/api/v1/folders/{id}","replies":{"204":[]}},
  listPrompts: {"group":"prompts","method":"GET","path":"/api/v1/prompts","replies":{"200":["application/json"]},"paged":true},
  createPrompt: {"group":"prompts","method":"POST","path":"/api/v1/prompts","replies":{"201":["application/json"]},"body":"json","keyed":true},
  readPrompt: {"group":"prompts","method":"GET","path":"/api/v1/prompts/{id}","replies":{"200":["application/json"],"304":[]}},
  updatePrompt: {"group":"prompts","method":"PUT","path":"/api/v1/prompts/{id}","replies":{"200":["application/json"]},"body":"json"},
  deletePrompt: {"group":"prompts","method":"DELETE","path":"/api/v1/prompts/{id}","replies":{"204":[]}},
  restorePrompt: {"group":"prompts","method":"POST","path":"/api/v1/prompts/{id}/restore","replies":{"200":["application/json"]}},
  listVersions: {"group":"prompts","method":"GET","path":"/api/v1/prompts/{id}/versions","replies":{"200":["application/json"]},"paged":true},
  readVersion: {"group":"prompts","method":"GET","path":"/api/v1/prompts/{id}/versions/{version}","replies":{"200":["application/json"],"304":[]}},
  compareVersions: {"group":"prompts","method":"GET","path":"/api/v1/prompts/{id}/diff","replies":{"200":["application/json"]}},
  restoreVersion: {"group":"prompts","method":"POST","path":"/api/v1/prompts/{id}/versions/{version}/restore","replies":{"200":["application/json"]},"body":"json"},
  listLabels: {"group":"labels","method":"GET","path":"/api/v1/prompts/{id}/labels","replies":{"200":["application/json"]},"paged":true},
  readLabel: {"group":"labels","method":"GET","path":"/api/v1/prompts/{id}/labels/{label}","replies":{"200":["application/json"],"304":[]}},
  moveLabel: {"group":"labels","method":"PUT","path":"/api/v1/prompts/{id}/labels/{label}","replies":{"200":["application/json"]},"body":"json"},
  removeLabel: {"group":"labels","method":"DELETE","path":"/api/v1/prompts/{id}/labels/{label}","replies":{"204":[]},"body":"json"},
  undoLabelMove: {"group":"labels","method":"POST","path":"/api/v1/prompts/{id}/labels/{label}/undo","replies":{"200":["application/json"]},"body":"json","keyed":true},
  listLabelHistory: {"group":"labels","method":"GET","path":"/api/v1/prompts/{id}/labels/{label}/history","replies":{"200":["application/json"]},"paged":true},
  readProtectedLabels: {"group":"labels","method":"GET","path":"/api/v1/prompts/protected-labels","replies":{"200":["application/json"]}},
  changeProtectedLabels: {"group":"labels","method":"PUT","path":"/api/v1/prompts/protected-labels","replies":{"200":["application/json"]},"body":"json"},
  renderPrompt: {"group":"rendering","method":"POST","path":"/api/v1/prompts/{id}/render","replies":{"200":["application/json"]},"body":"json"},
  resolvePrompts: {"group":"rendering","method":"POST","path":"/api/v1/prompts/resolve","replies":{"200":["application/json"],"304":[]},"body":"json","reads":true},
  exportPrompts: {"group":"prompts","method":"GET","path":"/api/v1/prompts/export","replies":{"200":["application/json","text/csv","application/zip"]}},
  importPrompts: {"group":"prompts","method":"POST","path":"/api/v1/prompts/import","replies":{"200":["application/json"]},"body":"json","keyed":true},
  streamPromptEvents: {"group":"prompts","method":"GET","path":"/api/v1/prompts/events","replies":{"200":["text/event-stream"]},"events":true},
  listPublicPrompts: {"group":"prompts","method":"GET","path":"/api/v1/prompts/public","replies":{"200":["application/json"]},"paged":true},
  readPublicPrompt: {"group":"prompts","method":"GET","path":"/api/v1/prompts/public/{id}","replies":{"200":["application/json"],"304":[]}},
  listCategories: {"group":"prompts","method":"GET","path":"/api/v1/prompts/categories","replies":{"200":["application/json"]}},
  listStarred: {"group":"prompts","method":"GET","path":"/api/v1/prompts/starred","replies":{"200":["application/json"]},"paged":true},
  starPrompt: {"group":"prompts","method":"PUT","path":"/api/v1/prompts/{id}/star","replies":{"204":[]}},
  unstarPrompt: {"group":"prompts","method":"DELETE","path":"/api/v1/prompts/{id}/star","replies":{"204":[]}},
  forkPrompt: {"group":"prompts","method":"POST","path":"/api/v1/prompts/{id}/fork","replies":{"201":["application/json"]},"keyed":true},
  readUpstream: {"group":"prompts","method":"GET","path":"/api/v1/prompts/{id}/upstream","replies":{"200":["application/json"]}},
  checkPublishing: {"group":"prompts","method":"POST","path":"/api/v1/prompts/{id}/publish-check","replies":{"200":["application/json"]}},
  listModels: {"group":"enrichment","method":"GET","path":"/api/v1/enrichment/models","replies":{"200":["application/json"]}},
  validatePrompt: {"group":"enrichment","method":"POST","path":"/api/v1/enrichment/validate","replies":{"200":["application/json"]},"body":"json"},
  suggestImprovements: {"group":"enrichment","method":"GET","path":"/api/v1/enrichment/suggestions","replies":{"200":["application/json"]}},
  migrateModels: {"group":"enrichment","method":"POST","path":"/api/v1/enrichment/models/migrate","replies":{"200":["application/json"]},"body":"json","keyed":true},
  runPrompt: {"group":"rendering","method":"POST","path":"/api/v1/prompts/{id}/run","replies":{"200":["application/json"]},"body":"json","keyed":true,"streams":true},
  startTestRun: {"group":"tests","method":"POST","path":"/api/v1/prompts/{id}/tests/run","replies":{"202":["application/json"]},"body":"json","keyed":true},
  listTestRuns: {"group":"tests","method":"GET","path":"/api/v1/prompts/{id}/tests/runs","replies":{"200":["application/json"]},"paged":true},
  readTestRun: {"group":"tests","method":"GET","path":"/api/v1/prompts/{id}/tests/runs/{runId}","replies":{"200":["application/json"]}},
  compareTestRuns: {"group":"tests","method":"GET","path":"/api/v1/prompts/{id}/tests/compare","replies":{"200":["application/json"]}},
  listTestCases: {"group":"tests","method":"GET","path":"/api/v1/prompts/{id}/tests","replies":{"200":["application/json"]},"paged":true},
  createTestCase: {"group":"tests","method":"POST","path":"/api/v1/prompts/{id}/tests","replies":{"201":["application/json"]},"body":"json","keyed":true},
  readTestCase: {"group":"tests","method":"GET","path":"/api/v1/prompts/{id}/tests/{testId}","replies":{"200":["application/json"]}},
  replaceTestCase: {"group":"tests","method":"PUT","path":"/api/v1/prompts/{id}/tests/{testId}","replies":{"200":["application/json"]},"body":"json"},
  deleteTestCase: {"group":"tests","method":"DELETE","path":"/api/v1/prompts/{id}/tests/{testId}","replies":{"204":[]}},
  enhancePrompt: {"group":"enrichment","method":"POST","path":"/api/v1/enrichment/enhance","replies":{"200":["application/json"]},"body":"json","keyed":true,"streams":true},
  applyEnhancement: {"group":"enrichment","method":"POST","path":"/api/v1/enrichment/apply","replies":{"200":["application/json"]},"body":"json","keyed":true},
  createShare: {"group":"sharing","method":"POST","path":"/api/v1/sharing/create","replies":{"201":["application/json"]},"body":"json","keyed":true},
  listMyShares: {"group":"sharing","method":"GET","path":"/api/v1/sharing/my-shares","replies":{"200":["application/json"]},"paged":true},
  listPublicShares: {"group":"sharing","method":"GET","path":"/api/v1/sharing/public","replies":{"200":["application/json"]},"paged":true},
  openShare: {"group":"sharing","method":"GET","path":"/api/v1/sharing/{token}","replies":{"200":["application/json"]}},
  updateShare: {"group":"sharing","method":"PUT","path":"/api/v1/sharing/{token}","replies":{"200":["application/json"]},"body":"json"},
  revokeShare: {"group":"sharing","method":"DELETE","path":"/api/v1/sharing/{token}","replies":{"204":[]}},
  showShare: {"group":"pages","method":"GET","path":"/s/{token}","replies":{"200":["text/html"]},"open":true},
  openShareWithPassword: {"group":"pages","method":"POST","path":"/s/{token}","replies":{"200":["text/html"]},"open":true,"body":"form"},
  fillShare: {"group":"pages","method":"POST","path":"/s/{token}/fill","replies":{"200":["text/html"]},"open":true,"body":"form"},
  listWebhooks: {"group":"webhooks","method":"GET","path":"/api/v1/webhooks","replies":{"200":["application/json"]},"paged":true},
  createWebhook: {"group":"webhooks","method":"POST","path":"/api/v1/webhooks","replies":{"201":["application/json"]},"body":"json","keyed":true},
  readWebhook: {"group":"webhooks","method":"GET","path":"/api/v1/webhooks/{id}","replies":{"200":["application/json"],"304":[]}},
  updateWebhook: {"group":"webhooks","method":"PUT","path":"/api/v1/webhooks/{id}","replies":{"200":["application/json"]},"body":"json"},
  deleteWebhook: {"group":"webhooks","method":"DELETE","path":"/api/v1/webhooks/{id}","replies":{"204":[]}},
  rotateWebhookSecret: {"group":"webhooks","method":"POST","path":"/api/v1/webhooks/{id}/rotate","replies":{"200":["application/json"]},"body":"json","keyed":true},
  listWebhookDeliveries: {"group":"webhooks","method":"GET","path":"/api/v1/webhooks/{id}/deliveries","replies":{"200":["application/json"]},"paged":true},
  replayWebhookDelivery: {"group":"webhooks","method":"POST","path":"/api/v1/webhooks/{id}/deliveries/{delivery}/replay","replies":{"202":["application/json"]},"keyed":true},
  replayFailedWebhookDeliveries: {"group":"webhooks","method":"POST","path":"/api/v1/webhooks/{id}/replay","replies":{"202":["application/json"]},"body":"json","keyed":true},
  testWebhook: {"group":"webhooks","method":"POST","path":"/api/v1/webhooks/{id}/test","replies":{"202":["application/json"]},"keyed":true},
  readProfile: {"group":"users","method":"GET","path":"/api/v1/users/profile","replies":{"200":["application/json"],"304":[]}},
  updateProfile: {"group":"users","method":"PUT","path":"/api/v1/users/profile","replies":{"200":["application/json"]},"body":"json"},
  readStats: {"group":"users","method":"GET","path":"/api/v1/users/stats","replies":{"200":["application/json"]}},
  exportData: {"group":"users","method":"POST","path":"/api/v1/users/export-data","replies":{"202":["application/json"]},"keyed":true},
  readExport: {"group":"users","method":"GET","path":"/api/v1/users/exports/{id}","replies":{"200":["application/json"]}},
  downloadExport: {"group":"users","method":"GET","path":"/api/v1/users/exports/{id}/download","replies":{"200":["application/zip"]}},
  downloadExportByLink: {"group":"pages","method":"GET","path":"/exports/download/{token}","replies":{"200":["application/zip"]},"open":true},
  deleteAccount: {"group":"users","method":"DELETE","path":"/api/v1/users/delete-account","replies":{"202":["application/json"]},"body":"json"},
  listApiKeys: {"group":"apiKeys","method":"GET","path":"/api/v1/api-keys","replies":{"200":["application/json"]},"paged":true},
  createApiKey: {"group":"apiKeys","method":"POST","path":"/api/v1/api-keys","replies":{"201":["application/json"]},"body":"json","keyed":true},
  readApiKey: {"group":"apiKeys","method":"GET","path":"/api/v1/api-keys/{id}","replies":{"200":["application/json"],"304":[]}},
  updateApiKey: {"group":"apiKeys","method":"PUT","path":"/api/v1/api-keys/{id}","replies":{"200":["application/json"]},"body":"json"},
  deleteApiKey: {"group":"apiKeys","method":"DELETE","path":"/api/v1/api-keys/{id}","replies":{"204":[]}},
  rotateApiKey: {"group":"apiKeys","method":"POST","path":"/api/v1/api-keys/{id}/rotate","replies":{"200":["application/json"]},"body":"json","keyed":true},
  explainApiKey: {"group":"apiKeys","method":"POST","path":"/api/v1/api-keys/{id}/explain","replies":{"200":["application/json"]},"body":"json"},
  readApiKeyUsage: {"group":"apiKeys","method":"GET","path":"/api/v1/api-keys/usage","replies":{"200":["application/json"]}},
  listNotifications: {"group":"users","method":"GET","path":"/api/v1/users/notifications","replies":{"200":["application/json"]},"paged":true},
  markNotifications: {"group":"users","method":"PUT","path":"/api/v1/users/notifications","replies":{"200":["application/json"]},"body":"json"},
  readUsageAnalytics: {"group":"analytics","method":"GET","path":"/api/v1/analytics/usage","replies":{"200":["application/json"]}},
  readPromptAnalytics: {"group":"analytics","method":"GET","path":"/api/v1/analytics/prompts","replies":{"200":["application/json"]}},
  readModelAnalytics: {"group":"analytics","method":"GET","path":"/api/v1/analytics/models","replies":{"200":["application/json"]}},
  readTrends: {"group":"analytics","method":"GET","path":"/api/v1/analytics/trends","replies":{"200":["application/json"]}},
  downloadReport: {"group":"analytics","method":"GET","path":"/api/v1/analytics/report","replies":{"200":["text/csv","application/json"]}},
  readSystemAnalytics: {"group":"admin","method":"GET","path":"/api/v1/admin/analytics","replies":{"200":["application/json"]}},
  listUsers: {"group":"admin","method":"GET","path":"/api/v1/admin/users","replies":{"200":["application/json"]},"paged":true},
  readUser: {"group":"admin","method":"GET","path":"/api/v1/admin/users/{id}","replies":{"200":["application/json"]}},
  updateUser: {"group":"admin","method":"PUT","path":"/api/v1/admin/users/{id}","replies":{"200":["application/json"]},"body":"json"},
  listModeration: {"group":"admin","method":"GET","path":"/api/v1/admin/prompts","replies":{"200":["application/json"]},"paged":true},
  readModeratedPrompt: {"group":"admin","method":"GET","path":"/api/v1/admin/prompts/{id}","replies":{"200":["application/json"],"304":[]}},
  moderatePrompt: {"group":"admin","method":"PUT","path":"/api/v1/admin/prompts/{id}","replies":{"200":["application/json"]},"body":"json"},
  readModeration: {"group":"prompts","method":"GET","path":"/api/v1/prompts/{id}/moderation","replies":{"200":["application/json"]}},
  appealModeration: {"group":"prompts","method":"POST","path":"/api/v1/prompts/{id}/appeal","replies":{"200":["application/json"]},"body":"json"},
  sendBroadcast: {"group":"admin","method":"POST","path":"/api/v1/admin/broadcast","replies":{"200":["application/json"],"202":["application/json"]},"body":"json","keyed":true},
  listBroadcasts: {"group":"admin","method":"GET","path":"/api/v1/admin/broadcasts","replies":{"200":["application/json"]},"paged":true},
  readBroadcast: {"group":"admin","method":"GET","path":"/api/v1/admin/broadcasts/{id}","replies":{"200":["application/json"]}},
  cancelBroadcast: {"group":"admin","method":"POST","path":"/api/v1/admin/broadcasts/{id}/cancel","replies":{"200":["application/json"]}},
  listJobs: {"group":"admin","method":"GET","path":"/api/v1/admin/jobs","replies":{"200":["application/json"]},"paged":true},
  readJob: {"group":"admin","method":"GET","path":"/api/v1/admin/jobs/{id}","replies":{"200":["application/json"]}},
  retryJobs: {"group":"admin","method":"POST","path":"/api/v1/admin/jobs/retry","replies":{"200":["application/json"]},"body":"json"},
  clearCompletedJobs: {"group":"admin","method":"DELETE","path":"/api/v1/admin/jobs/completed","replies":{"200":["application/json"]}},
  pauseQueue: {"group":"admin","method":"POST","path":"/api/v1/admin/jobs/queues/{queue}/pause","replies":{"200":["application/json"]}},
  resumeQueue: {"group":"admin","method":"POST","path":"/api/v1/admin/jobs/queues/{queue}/resume","replies":{"200":["application/json"]}},
  openDashboard: {"group":"admin","method":"POST","path":"/api/v1/admin/dashboard/session","replies":{"204":[]}},
  openDashboardByForm: {"group":"pages","method":"POST","path":"/admin/dashboard/session","replies":{"200":["text/html"],"303":["text/html"]},"open":true,"body":"form"},
  listFlags: {"group":"admin","method":"GET","path":"/api/v1/admin/flags","replies":{"200":["application/json"]}},
  setFlag: {"group":"admin","method":"PUT","path":"/api/v1/admin/flags/{flag}","replies":{"200":["application/json"]},"body":"json"},
  removeFlag: {"group":"admin","method":"DELETE","path":"/api/v1/admin/flags/{flag}","replies":{"204":[]}},
  searchAudit: {"group":"admin","method":"GET","path":"/api/v1/admin/audit","replies":{"200":["application/json"]},"paged":true},
  exportAudit: {"group":"admin","method":"GET","path":"/api/v1/admin/audit/export","replies":{"200":["text/csv","application/x-ndjson"]}},
  readHealth: {"group":"system","method":"GET","path":"/health","replies":{"200":["application/json"],"503":["application/json"]},"open":true},
  readLiveness: {"group":"system","method":"GET","path":"/livez","replies":{"200":["application/json"]},"open":true},
  readReadiness: {"group":"system","method":"GET","path":"/readyz","replies":{"200":["application/json"],"503":["application/json"]},"open":true},
  readSystemStatus: {"group":"system","method":"GET","path":"/api/v1/system/status","replies":{"200":["application/json"]}},
  readFeatures: {"group":"system","method":"GET","path":"/api/v1/system/features","replies":{"200":["application/json"]}},
  readHome: {"group":"pages","method":"GET","path":"/","replies":{"200":["application/json"]},"open":true},
  explainFailure: {"group":"pages","method":"GET","path":"/docs/errors/{code}","replies":{"200":["application/json"]},"open":true},
  listFailures: {"group":"pages","method":"GET","path":"/docs/errors","replies":{"200":["application/json"]},"open":true},
  listDevMail: {"group":"pages","method":"GET","path":"/dev/mail","replies":{"200":["text/html"]},"open":true},
  readDevMail: {"group":"pages","method":"GET","path":"/dev/mail/{file}","replies":{"200":["text/html"]},"open":true},
  previewMail: {"group":"pages","method":"GET","path":"/dev/mail/preview/{template}","replies":{"200":["text/html"]},"open":true},
  readNotificationSettings: {"group":"users","method":"GET","path":"/api/v1/users/notifications/settings","replies":{"200":["application/json"]}},
  changeNotificationSettings: {"group":"users","method":"PUT","path":"/api/v1/users/notifications/settings","replies":{"200":["application/json"]},"body":"json"},
  showUnsubscribe: {"group":"pages","method":"GET","path":"/unsubscribe/{token}","replies":{"200":["text/html"]},"open":true},
  unsubscribe: {"group":"pages","method":"POST","path":"/unsubscribe/{token}","replies":{"200":["text/html"]},"open":true},
} as const;
