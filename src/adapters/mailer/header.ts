/** A header of a message nodemailer wrote: unfolded, its encoded words (RFC 2047) decoded. `message` is latin1, one character a byte. */
export function header(message: string, name: "To" | "Subject"): string {
  const folded = new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, "m").exec(message)?.[1] ?? "";
  const bytes = folded
    .replace(/\r\n[ \t]/g, " ")
    .replace(/\?= +=\?/g, "?==?")
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, encoding: string, text: string) =>
      encoding.toUpperCase() === "B"
        ? Buffer.from(text, "base64").toString("latin1")
        : text
            .replaceAll("_", " ")
            .replace(/=([0-9A-F]{2})/gi, (__, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    );
  return Buffer.from(bytes, "latin1").toString("utf8");
}
