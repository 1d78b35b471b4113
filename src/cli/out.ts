/** Something an operator asked for that is not done, in one line. */
export class Refusal extends Error {
  override name = "Refusal";
}

/**
 * What moves a terminal's cursor, changes its colours or turns the direction of its text is shown as a sign: what comes
 * from a prompt or a server is text, not a command to whoever reads it.
 */
export const harmless = (text: string): string =>
  text.replaceAll(/[^\P{Cc}\n\t]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "\uFFFD");

export type Out = {
  /** Data: as JSON with `--json`, else as the text. */
  print(data: object, text: string): void;
  talk(text: string): void;
};
