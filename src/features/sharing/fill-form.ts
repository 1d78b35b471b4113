import { type Html, html, raw } from "../../contract/html.ts";
import type { Field, Filled } from "./fields.ts";

export type FillForm = {
  readonly fields: readonly Field[];
  /** Says that this visitor has been shown the prompt. */
  readonly pass: string;
  /** The path the form posts to. */
  readonly action: string;
  /** What became of what was sent; absent before anything was. */
  readonly filled?: Filled | undefined;
};

/** Longer texts get a larger box; a browser that can lets it grow by itself. */
const LONG = 80;
const YES_NO: Readonly<Record<string, string>> = { true: "Yes", false: "No" };

type Drawn = { readonly field: Field; readonly id: string; readonly fault: string | undefined };

function control({ field, id, fault }: Drawn): Html {
  const { name, type, choices, text, description, isNeeded } = field;
  const about = [description && `${id}-about`, fault && `${id}-fault`].filter(Boolean).join(" ");
  const common = html`id="${id}" name="values[${name}]" ${isNeeded && raw("required")}
  ${about !== "" && html`aria-describedby="${about}"`} ${fault !== undefined && raw('aria-invalid="true"')}`;
  if (choices.length > 0)
    return html`<select ${common}>
      <option value="">Choose…</option>
      ${choices.map(
        (choice) =>
          html`<option value="${choice}" ${choice === text && raw("selected")}>
            ${type === "boolean" ? YES_NO[choice] : choice}
          </option>`,
      )}
    </select>`;
  if (type === "number")
    return html`<input ${common} type="text" inputmode="decimal" autocomplete="off" value="${text}" />`;
  // The parser drops a line feed right after the tag, so one is given to it.
  return html`<textarea ${common} rows="${text.length > LONG || text.includes("\n") ? 5 : 2}" dir="auto">${raw("\n")}${text}${raw("</textarea>")}`;
}

const row = (drawn: Drawn): Html => {
  const { field, id, fault } = drawn;
  return html`<div class="field">
    <label for="${id}"><bdi>${field.name}</bdi>${!field.isNeeded && html`<span> (optional)</span>`}</label>
    ${field.description && html`<p class="about" id="${id}-about" dir="auto">${field.description}</p>`}
    ${fault && html`<p class="alarm" id="${id}-fault">${fault}</p>`} ${control(drawn)}
  </div>`;
};

function summary(faulty: readonly Drawn[], filled: Filled | undefined): Html | false {
  if (filled?.kind === "too_long")
    return html`<p class="alarm" role="alert" id="result">
      The filled in prompt would be too long. Use shorter texts.
    </p>`;
  return (
    faulty.length > 0 &&
    html`<p class="alarm" role="alert" id="result">
      ${faulty.length === 1 ? "One field needs" : `${faulty.length} fields need`} your attention:
      ${faulty.map(({ id, field }, index) => html`${index > 0 && ", "}<a href="#${id}"><bdi>${field.name}</bdi></a>`)}.
    </p>`
  );
}

/** The variables of a prompt as a form that works without JavaScript. */
export function fillForm({ fields, pass, action, filled }: FillForm): Html {
  const faults = filled?.kind === "refused" ? filled.faults : undefined;
  const drawn = fields.map((field, index) => ({ field, id: `field-${index}`, fault: faults?.get(field.name) }));
  const again = filled?.kind === "rendered";
  return html`<section class="on-screen" aria-labelledby="fill">
    <h2 id="fill">${again ? "Change the values" : "Fill in the variables"}</h2>
    ${summary(
      drawn.filter(({ fault }) => fault !== undefined),
      filled,
    )}
    <form class="fill" method="post" action="${action}#result" novalidate>
      <input type="hidden" name="pass" value="${pass}" />
      ${drawn.map(row)}
      <button>${again ? "Fill in again" : "Fill in the prompt"}</button>
    </form>
  </section>`;
}
