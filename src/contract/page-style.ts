/**
 * The look of every page a person opens: system fonts, one card, light and dark, print. Text colours keep a contrast of
 * at least 4.5:1 on their background in both modes (measured in test/features/sharing/page.test.ts).
 */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f5f5f8; --card: #ffffff; --sunken: #f7f7fa; --line: #e3e3ea; --ink: #1b1b23; --muted: #5d5d6b;
  --accent: #4338ca; --accent-strong: #3730a3; --on-accent: #ffffff; --alarm: #b42318; --fine: #13693a; --notice: #7a4b00; --notice-ground: #fff6e0;
  --shadow: 0 1px 2px rgb(20 20 40 / 5%), 0 12px 32px -12px rgb(20 20 40 / 14%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #111116; --card: #1a1a21; --sunken: #131319; --line: #2e2e39; --ink: #ececf2; --muted: #a5a5b4;
    --accent: #a5b4fc; --accent-strong: #c7d2fe; --on-accent: #16162b; --alarm: #ff9d92; --fine: #7ddba3; --notice: #f5cf83; --notice-ground: #2b2312;
    --shadow: none;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column; align-items: center;
  padding: clamp(1rem, 4vw, 3.5rem) clamp(0.875rem, 4vw, 2rem);
  background: var(--ground); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main, footer { width: 100%; max-width: 46rem; }
main { background: var(--card); border: 1px solid var(--line); border-radius: 16px; box-shadow: var(--shadow); padding: clamp(1.25rem, 4.5vw, 2.75rem); }
main.narrow { max-width: 27rem; margin-block: auto; }
main.narrow h1 { font-size: 1.5rem; }
h1 { margin: 0; font-size: clamp(1.45rem, 1.1rem + 1.6vw, 2rem); line-height: 1.25; letter-spacing: -0.018em; font-weight: 650; text-wrap: balance; overflow-wrap: anywhere; }
h2 { margin: 2rem 0 0.5rem; font-size: 0.8125rem; letter-spacing: 0.06em; text-transform: uppercase; color: var(--muted); font-weight: 600; overflow-wrap: anywhere; }
p { margin: 0.75rem 0 0; overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: 0.2em; }
a:hover { color: var(--accent-strong); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
.lead { font-size: 1.0625rem; color: var(--muted); }
.eyebrow { margin: 0 0 0.625rem; font-size: 0.875rem; font-weight: 600; color: var(--accent); }
.alarm { color: var(--alarm); font-weight: 550; }
.notice { padding: 0.625rem 0.875rem; border-radius: 10px; background: var(--notice-ground); color: var(--notice); font-size: 0.9375rem; }
pre {
  margin: 0; padding: 1rem 1.125rem; border: 1px solid var(--line); border-radius: 10px; background: var(--sunken); color: var(--ink);
  font: 0.9375rem/1.65 ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
  white-space: pre-wrap; overflow-wrap: anywhere; tab-size: 2; unicode-bidi: plaintext;
}
button, .button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; padding: 0.5rem 1.125rem; border: 0; border-radius: 10px;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer;
}
button:hover, .button:hover { background: var(--accent-strong); color: var(--on-accent); }
button[hidden] { display: none; }
footer { margin-top: 1.25rem; padding-inline: 0.25rem; font-size: 0.875rem; color: var(--muted); }
footer p { margin: 0.25rem 0 0; }
footer.narrow { text-align: center; }
@media (prefers-reduced-motion: no-preference) { button, .button, a { transition: background-color 120ms, color 120ms; } }
@media print {
  :root { --ground: #fff; --card: #fff; --sunken: #fff; --line: #bbb; --ink: #000; --muted: #444; --accent: #000; --notice: #000; --notice-ground: #fff; --shadow: none; }
  body { display: block; min-height: 0; padding: 0; font-size: 11pt; }
  main, footer { max-width: none; }
  main { border: 0; border-radius: 0; padding: 0; }
  pre { break-inside: auto; }
  h2 { break-after: avoid; }
  button, .on-screen { display: none; }
}
`;

/** What a page with a form needs beside it. */
export const FORM_STYLE = `
form { margin-top: 1.5rem; }
label { display: block; margin-bottom: 0.375rem; font-size: 0.9375rem; font-weight: 550; }
input, select, textarea {
  width: 100%; min-height: 2.75rem; padding: 0.5rem 0.875rem; border: 1px solid var(--muted); border-radius: 10px;
  background: var(--sunken); color: var(--ink); font: inherit;
}
textarea { display: block; line-height: 1.5; resize: vertical; field-sizing: content; max-height: 24rem; }
[aria-invalid="true"] { border-color: var(--alarm); }
form button { width: 100%; margin-top: 1rem; }
`;
