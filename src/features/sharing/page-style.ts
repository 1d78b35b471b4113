import { FORM_STYLE, PAGE_STYLE } from "../../contract/page-style.ts";

/** The style sheet of the share pages: the common look plus the parts only they have. */
export const SHARE_STYLE = `${PAGE_STYLE}${FORM_STYLE}
.byline { display: flex; flex-wrap: wrap; gap: 0.25rem 1.125rem; margin: 1rem 0 0; padding: 0; list-style: none; font-size: 0.9375rem; color: var(--muted); }
.byline b { font-weight: 550; color: var(--ink); }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 0.75rem; margin-top: 1.25rem; }
.actions:not(:has(button:not([hidden]))) { display: none; }
.actions output { font-size: 0.9375rem; color: var(--muted); }
header { padding-bottom: 1.5rem; border-bottom: 1px solid var(--line); }
.lead { white-space: pre-line; }
header + section h2 { margin-top: 1.5rem; }
details { margin-top: 2rem; }
summary { width: fit-content; padding: 0.375rem 0; cursor: pointer; font-weight: 550; color: var(--accent); }
details pre { margin-top: 0.5rem; }
details #prompt { -webkit-user-select: all; user-select: all; }
.fill { margin-top: 0.75rem; }
form.fill button { margin-top: 1.5rem; }
.field + .field { margin-top: 1.25rem; }
.field label span, .about { color: var(--muted); font-weight: 400; font-size: 0.9375rem; }
.field p { margin: 0 0 0.375rem; }
.template section:first-of-type h2 { margin-top: 1rem; }
@media print { details:not(.template), .actions { display: none; } header { padding-bottom: 0.75rem; } }
`;

/**
 * Shows the copy button, which is useless without JavaScript and therefore hidden until this runs. Outside a secure
 * context there is no clipboard API: the text is selected then, so that one key press copies it.
 */
export const COPY_SCRIPT = `
const button = document.getElementById("copy");
const prompt = document.getElementById("prompt");
const status = document.getElementById("copied");
const select = () => {
  const details = prompt.closest("details");
  if (details) details.open = true;
  getSelection().selectAllChildren(prompt);
  status.textContent = "Selected: press Ctrl+C or Cmd+C to copy.";
};
button.hidden = false;
button.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(prompt.textContent);
    status.textContent = "Copied.";
  } catch {
    select();
  }
});
`;
