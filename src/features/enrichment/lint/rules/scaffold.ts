import { type PartText } from "../context.ts";
import { isContentWord, isIn, type LexicalWord, SETS } from "../lexicon/index.ts";
import { NAMES } from "../lexicon/names.ts";
import { fold, stemOf } from "../text/fold.ts";
import type { Sentence } from "../text/words.ts";

/** Names of the sections of a prompt, under which there may be nothing. */
const SECTIONS = new Set(
  `role persona task tasks context background output outputs format formats tone style constraint constraints requirement
   requirements title note notes example examples input inputs goal goals objective objectives audience step steps criteria
   instruction instructions rules guidelines length language section summary additional expected success prompt system user
   rolle aufgabe aufgaben kontext ausgabe ausgabeformat ton stil anforderungen regeln titel beispiel beispiele eingabe ziel ziele
   zielgruppe schritte anweisungen hinweise länge sprache
   rol tarea tareas contexto salida formato tono estilo requisitos título ejemplo ejemplos entrada objetivo objetivos público pasos
   instrucciones notas restricciones reglas longitud idioma
   rôle tâche contexte sortie ton exigences titre exemple exemples entrée objectif objectifs étapes consignes remarques contraintes
   règles longueur langue
   papel tarefa tarefas saída tom estilo exemplo entrada público passos instruções notas restrições regras comprimento
   角色 任务 任務 背景 上下文 输出 輸出 格式 语气 风格 要求 限制 标题 例子 示例 输入 目标 受众 步骤 说明
   役割 タスク 文脈 出力 形式 口調 要件 制約 タイトル 例 入力 目的 対象 手順 指示
   الدور المهمة السياق المخرجات الصيغة النبرة الأسلوب المتطلبات القيود العنوان مثال أمثلة المدخلات الهدف الجمهور الخطوات التعليمات
   भूमिका कार्य संदर्भ आउटपुट प्रारूप लहजा शैली आवश्यकताएँ सीमाएँ शीर्षक उदाहरण इनपुट लक्ष्य पाठक चरण निर्देश`
    .split(/\s+/)
    .flatMap((word) => [stemOf(fold(word)), stemOf(fold(word)).replace(/^ال/u, "")]),
);
/** "Additional notes", "success criteria". */
const LABEL_WORDS_MAX = 3;
/** What stands behind a label and says less than this fills in a form. */
const MATTER_MIN = 2;

/** Asked by several rules of the same sentences. */
const known = new WeakMap<Sentence, boolean>();

/** A heading or a label of a section with nothing, or next to nothing, behind it: it asks for nothing. */
export function isScaffold(part: PartText, sentence: Sentence): boolean {
  const answer = known.get(sentence) ?? isLabel(part, sentence);
  known.set(sentence, answer);
  return answer;
}

function isLabel(part: PartText, sentence: Sentence): boolean {
  const names = part.words.slice(sentence.from, Math.min(sentence.to, sentence.from + LABEL_WORDS_MAX));
  if (!names.some(({ text }) => SECTIONS.has(text))) return false;
  const words = sentence.words;
  const colon = part.prose.slice(...sentence.span).search(/[:：]/u);
  const end = colon < 0 ? sentence.span[1] : sentence.span[0] + colon;
  const label = words.filter(({ start }) => start < end);
  if (label.length === 0 || label.length > LABEL_WORDS_MAX || !label.some(({ text }) => SECTIONS.has(text)))
    return false;
  if (colon < 0 && label.some((word) => !isName(word))) return false;
  return words.slice(label.length).filter(isMatter).length < MATTER_MIN;
}

const isName = (word: LexicalWord): boolean => SECTIONS.has(word.text) || !isMatter(word);

/** A word that says something of what is wanted; the name of a form does not. */
const isMatter = (word: LexicalWord): boolean =>
  isContentWord(word) &&
  !isIn(word, SETS.negation | SETS.reply) &&
  !/^\d+$/.test(word.text) &&
  !NAMES.format.has(word.text) &&
  !NAMES.unit.has(word.text);
