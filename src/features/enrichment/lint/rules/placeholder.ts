import type { Context, PartText } from "../context.ts";
import type { Span } from "../report.ts";
import { lineReader, overlaps, touchesAny } from "../text/spans.ts";
import type { Sentence } from "../text/words.ts";
import { examplesIn } from "./examples.ts";
import { quote } from "./quote.ts";
import type { Rule } from "./rule.ts";

/** Words an author writes for themselves to fill in later; each pattern is fixed text and one bounded run. */
const PATTERNS: readonly RegExp[] = [
  /\[(?:insert|add|enter|paste|put|fill|replace|describe|your|the name of|inserte|insertar|introduce|tu|su|einfügen|hier|dein|deine|ihr|ihre|insérer|insérez|votre|ton|ta|insira|seu|sua)(?: [^\][\n]{1,80})\](?!\()/giu,
  /\[(?:[^\][\n]{1,40}\s{1,8}(?:here|aquí|ici|aqui|einfügen)|placeholder|topic|company\s{1,8}name|product\s{1,8}name|\.{3})\](?!\()/giu,
  /[[【［][^\][\n【】［］]{0,40}(?:填写|填入|插入|输入|待定|を入れる|を記入|を入力|أدخل|ادخل|أضف|ضع|लिखें|भरें|डालें|यहाँ)[^\][\n【】［］]{0,40}[\]】］](?!\()/gu,
  /[○〇◯＿×]{2,}/gu,
  /(?<![\w-])x{3,12}(?![\w-])/giu,
  /<(?:insert|add|enter|paste|your|put|inserte|tu|su|dein|deine|ihr|ihre|votre|insérer)(?:[ _-][^<>\n]{0,80})>/giu,
  /<[^<>\n/]{1,40}\s{1,8}here>/giu,
  /<(?:client|customer|company|product|recipient|first|last|full|event|city|project)[ _]{1,4}(?:name|date|title|address)>/giu,
  /<(?:city|name|date|company|topic|product|customer|client|amount|price|country|recipient|stadt|firma|ciudad|empresa|ville|entreprise|cidade)>(?![^<]{0,2000}<\/)/giu,
  /\(replace\s{1,4}with\s{1,4}[^()\n]{1,60}\)/giu,
  /\b(?:TODO|FIXME|TBD|XXX)\b(?=[ \t]{0,4}[:(])/giu,
  /\b(?:TBD|FIXME)\b/giu,
  /\blorem\s{1,8}ipsum\b/giu,
  /(?<!_)_{4,}(?!_)/gu,
  /\{(?:your|insert|tu|dein|deine|votre)[ _][^{}\n]{1,60}\}(?!\})/giu,
];
/** What every pattern has: a bracket, a filling mark, or a word of those who fill in later. */
const MARK = /[[【［<({○〇◯＿×]|xxx|todo|fixme|tbd|lorem|_{4}/iu;
const PER_PART_MAX = 20;

export const placeholderLeft: Rule = {
  id: "placeholder-left",
  version: 2,
  severity: "warning",
  dimension: "completeness",
  weight: 0.5,
  check: (context) =>
    context.parts.flatMap((part) =>
      outsideExamples(context, part).map((span) => ({
        field: part.part,
        span,
        message: `"${quote(part.text, span)}" was left to be filled in. Write the real words, or make it a {{variable}}.`,
        question: `What should stand in place of "${quote(part.text, span)}"?`,
      })),
    ),
};

/** What stands in an example is `example-leaks-placeholder`. */
function outsideExamples(context: Context, part: PartText): readonly Span[] {
  const spans = placeholdersIn(part);
  if (spans.length === 0) return spans;
  const examples = examplesIn(context).filter((example) => example.part === part);
  return spans.filter((span) => !examples.some((example) => overlaps(example.span, span)));
}

/** In an example a bare word in brackets is no notation: nothing explains it to the model. */
const IN_EXAMPLES: readonly RegExp[] = [
  /(?<![\w!\]])\[(?!(?:INFO|WARN|WARNING|ERROR|DEBUG|TRACE|true|false|null|sic)\])\p{L}[\p{L} _-]{2,40}\](?![([\]+*{])/gu,
  /<(?!(?:br|hr|p|b|i|em|ul|ol|li)>)(\p{L}[\p{L}\d _-]{1,30})>/gu,
  /\b[xX]{3,}\b/gu,
];

/** Places left to be filled in within a stretch of the text, fenced blocks included. */
export function placeholdersBetween(part: PartText, [start, end]: Span): readonly Span[] {
  const shown = part.text.slice(start, end);
  const isMarkup = shown.includes("</");
  const spans: Span[] = [];
  for (const pattern of [...PATTERNS, ...IN_EXAMPLES]) {
    for (const match of shown.matchAll(pattern)) {
      if (spans.length >= PER_PART_MAX) return spans;
      const span: Span = [start + match.index, start + match.index + match[0].length];
      const closes = match[1] !== undefined && isMarkup;
      if (!closes && !spans.some((other) => overlaps(other, span)) && !touchesAny(span, part.template.tags))
        spans.push(span);
    }
  }
  return spans;
}

/** Two to six words in brackets amid a line of prose; alone behind a label they sketch the form of the answer. */
const BRACKETED = /\[[\p{L}\p{M}]{2,20}(?:[ _'’]{1,4}[\p{L}\p{M}]{1,20}){1,5}\](?!\()/gu;
const PROSE_WORDS_MIN = 4;
/** One word in brackets, when it names what is filled in. */
const NAMED =
  /[[［【](?:(?:your|the|client|customer|first|last|product|company|event|recipient)[ _]{1,2})?(?:name|names|nombre|nom|nome|namen|vorname|prénom|surname|date|datum|fecha|data|firma|company|empresa|entreprise|ort|place|lugar|lieu|local|location|kunde|client|cliente|customer|betrag|amount|monto|montant|valor|prix|preis|precio|preço|price|city|stadt|ville|ciudad|cidade|country|product|produkt|produit|producto|produto|employee|manager|student|patient|role|title|years|number|anzahl|nummer|número|numéro|topic|thema|tema|sujet|subject|recipient|empfänger|destinatario|destinataire|destinatário|address|adresse|dirección|endereço|phone|link|url|time|uhrzeit|hora|heure|(?:客户|公司|产品|店铺|品牌|学校|活动|收件人)(?:的)?(?:姓名|名称|名字|名|电话|地址)|(?:会社|商品|店|顧客|担当者)(?:の)?名(?:前)?|姓名|名称|日期|时间|地点|价格|金额|公司|产品|主题|会社名|氏名|名前|日付|日時|場所|商品名|金額|住所|الاسم|اسم|التاريخ|تاريخ|المكان|السعر|नाम|तारीख|स्थान|कीमत|राशि)[\]］】](?!\()/giu;
/** A prompt that speaks of brackets means them. */
const ABOUT_BRACKETS =
  /brackets|placeholder|platzhalter|klammern|corchetes|marcador|crochets|colchetes|括号|占位|括弧|プレースホルダ|أقواس|कोष्ठक/iu;

function bracketed(part: PartText): readonly Span[] {
  const spans: Span[] = [];
  const lineAt = lineReader(part.prose);
  if (!/[[［【]/u.test(part.prose) || ABOUT_BRACKETS.test(part.prose)) return spans;
  for (const match of [...part.prose.matchAll(BRACKETED), ...part.prose.matchAll(NAMED)]) {
    if (spans.length >= PER_PART_MAX) break;
    if (spans.some(([start, end]) => match.index >= start && match.index < end)) continue;
    if (isProse(part.prose, lineAt(match.index), match.index)) spans.push([match.index, match.index + match[0].length]);
  }
  return spans;
}

const PROSE_CHARACTERS_MAX = 200;

/** Whether words beside the brackets stand on the line, as far as they are near. */
function isProse(prose: string, [start, end]: Span, at: number): boolean {
  const line = prose.slice(Math.max(start, at - PROSE_CHARACTERS_MAX), Math.min(end, at + PROSE_CHARACTERS_MAX));
  return (line.replaceAll(BRACKETED, "").match(/\p{L}{2,40}/gu)?.length ?? 0) >= PROSE_WORDS_MIN;
}

const NOTE = /^(?:todo|fixme|tbd|xxx)$/;

/** Notes, and what the patterns find. */
function placeholdersIn(part: PartText): readonly Span[] {
  const notes = part.sentences.flatMap((sentence) => noteIn(part, sentence) ?? []).slice(0, PER_PART_MAX);
  const spans = [...notes, ...bracketed(part).filter((span) => !touchesAny(span, part.protected))];
  if (!MARK.test(part.prose)) return spans;
  for (const pattern of PATTERNS) {
    let count = 0;
    for (const match of part.prose.matchAll(pattern)) {
      if (++count > PER_PART_MAX) break;
      const span: Span = [match.index, match.index + match[0].length];
      if (!spans.some((other) => overlaps(other, span)) && !touchesAny(span, part.protected)) spans.push(span);
    }
  }
  return spans;
}

/** A note in capitals that begins a sentence, or one that is the whole of it: "todo" is an ordinary word of Spanish. */
function noteIn(part: PartText, { from, to }: Sentence): readonly [Span] | null {
  const word = part.words[from];
  if (!word || !NOTE.test(word.text)) return null;
  const isAlone = to - from === 1;
  return isAlone || part.prose.slice(word.start, word.end) === word.text.toUpperCase()
    ? [[word.start, word.end]]
    : null;
}
