/** One step: `COPY --from=build /a /b` is word COPY, flags {from: "build"}, rest `/a /b`. */
export type Instruction = {
  readonly word: string;
  readonly flags: Readonly<Record<string, string>>;
  readonly rest: string;
};
export type Stage = {
  readonly base: string;
  readonly name: string | null;
  readonly instructions: readonly Instruction[];
};

const FLAG = /^--([\w-]+)=(\S+)\s+/;

function readInstruction(line: string): Instruction {
  const [, word = "", given = ""] = /^(\w+)\s+([\s\S]*)$/.exec(line) ?? [];
  const flags: Record<string, string> = {};
  let rest = given.trim();
  for (let found = FLAG.exec(rest); found; found = FLAG.exec(rest)) {
    flags[found[1] ?? ""] = found[2] ?? "";
    rest = rest.slice(found[0].length);
  }
  return { word: word.toUpperCase(), flags, rest };
}

/** The stages of a Dockerfile, in order. Knows what ours uses: comments, lines that go on, flags; no heredocs. */
export function readDockerfile(text: string): Stage[] {
  const lines = text
    .replaceAll(/^\s*#.*\n/gm, "")
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const stages: { base: string; name: string | null; instructions: Instruction[] }[] = [];
  for (const instruction of lines.map(readInstruction)) {
    const stage = stages.at(-1);
    if (instruction.word === "FROM") {
      const [base = "", , name = null] = instruction.rest.split(/\s+/);
      stages.push({ base, name, instructions: [] });
    } else if (stage) stage.instructions.push(instruction);
    else throw new Error(`${instruction.word} stands before the first FROM`);
  }
  return stages;
}

/** What follows a word in a stage, each time it stands there. */
export const restsOf = ({ instructions }: Stage, word: string): string[] =>
  instructions.filter((instruction) => instruction.word === word).map(({ rest }) => rest);

/** `A=b C="d e"`, as ENV, LABEL and ARG have it. */
export const pairsOf = (rest: string): Record<string, string> =>
  Object.fromEntries(
    [...rest.matchAll(/([\w.]+)=(?:"([^"]*)"|(\S*))/g)].map(([, name = "", quoted, plain = ""]) => [
      name,
      quoted ?? plain,
    ]),
  );

/** The words of an exec form, `["a", "b"]`, also behind `CMD` in HEALTHCHECK; null for the shell form. */
export function execFormOf(rest: string): string[] | null {
  const list = /\[.*\]$/s.exec(rest)?.[0];
  return list === undefined ? null : (JSON.parse(list) as string[]);
}
