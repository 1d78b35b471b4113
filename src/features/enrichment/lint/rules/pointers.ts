import type { Context, Hit } from "../context.ts";
import { isContentWord, type LexicalWord } from "../lexicon/index.ts";
import { fold } from "../text/fold.ts";

const wordsOf = (source: string): ReadonlySet<string> => new Set(source.split(" ").map(fold));

/** What may stand before "above", and what makes of it a preposition when it stands behind. */
const DETERMINERS = wordsOf("the this that these those my our your a an all each");
/** "The month before" is a time. */
const TIMES = wordsOf("semana semanas mes meses año años día días noche fin mês ano anos dia dias noite");
const OF = wordsOf("de do da dos das");
/** Adjectives that point back wherever they stand. */
const ALWAYS = wordsOf("obige obigen obiger obiges obigem obenstehende obenstehenden أعلاه 上記 上述");
const SHOWN = /^(?:stehend|genannt|gezeigt|angegeben|beschrieben|eingefügt|aufgeführt|abgebildet)/u;
const GIVEN = wordsOf("दिए दी दिया लिखे लिखी लिखा गए");
const UP = fold("ऊपर");
/** Every word that pointsBack() may say yes to: the others are not looked at in their sentence. */
const POINTERS = new Set([
  ...ALWAYS,
  ...wordsOf("above oben dessus arriba acima anterior anteriores 上面 以上 上"),
  UP,
]);
const HITS_MAX = 20;

/** Words of the task that point at what stands before it, whatever it is called: "the interview above". */
export function pointersIn({ task }: Context): readonly Hit[] {
  if (!task) return [];
  const hits: Hit[] = [];
  for (const sentence of task.sentences) {
    for (let at = sentence.from; at < sentence.to && hits.length < HITS_MAX; at += 1) {
      if (!POINTERS.has(task.words[at]?.text ?? "")) continue;
      if (
        !pointsBack(
          task.words.slice(Math.max(sentence.from, at - 3), at),
          task.words.slice(at, Math.min(sentence.to, at + 2)),
        )
      )
        continue;
      hits.push({
        part: task,
        match: { concept: "material", value: "", captures: {}, from: at, to: at + 1, sentence },
      });
    }
  }
  return hits;
}

function pointsBack(before: readonly LexicalWord[], [word, next]: readonly LexicalWord[]): boolean {
  const text = word?.text ?? "";
  const previous = before.at(-1);
  const isNoun = previous !== undefined && isContentWord(previous) && !/^\d/.test(previous.text);
  if (ALWAYS.has(text)) return true;
  if (text === "above")
    return isNoun && before.slice(0, -1).some((other) => DETERMINERS.has(other.text)) && !isDeterminer(next);
  if (text === "oben") return SHOWN.test(next?.text ?? "");
  if (text === "dessus") return previous?.text === "ci";
  if (text === "arriba") return previous?.text === "de";
  if (text === "acima") return isNoun && !OF.has(next?.text ?? "");
  if (text === "anterior" || text === "anteriores") return isNoun && !TIMES.has(previous.text);
  if (text === "上面" || text === "以上") return next?.text === "的" && previous?.text !== "之";
  if (text === "上") return before.length === 0 && next?.text === "の";
  return text === UP && GIVEN.has(next?.text ?? "");
}

const isDeterminer = (word: LexicalWord | undefined): boolean =>
  word !== undefined && (DETERMINERS.has(word.text) || /^\d/.test(word.text));
