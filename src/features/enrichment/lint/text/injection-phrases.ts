/** One form for every spelling: no case, no accents, no wide letters. */
export const fold = (text: string): string =>
  PLAIN.test(text)
    ? text.toLowerCase()
    : text
        .normalize("NFKD")
        .replaceAll(/\p{M}+/gu, "")
        .toLowerCase()
        .normalize("NFC");

/** Most words are in this form but for their case, and normalizing is slow. */
const PLAIN = /^[\u0020-\u007E]*$/;

/** `a`, at most `gap` words, then `b`. */
const near = (a: string, gap: number, b: string): string => `(?:${a}) (?:[^ ]+ ){0,${gap}}?(?:${b})`;

const ENGLISH_RULES = "instructions?|rules?|prompts?|directions?|guidelines?|commands?|directives?";
const EARLIER = "previous|prior|above|earlier|preceding|foregoing|original";
const IBERIAN = { old: "anteriores|previ[ao]s|acima|de arriba" };

/**
 * Ways to tell a model to drop what it was told, to give it away, or to be what it must not be; folded, one space between
 * words, whatever stood there. Only what is said in so many words: somebody who paraphrases is moderation's business.
 */
const PHRASES: readonly string[] = [
  near("ignore|disregard|forget|override|bypass|discard", 4, near(EARLIER, 2, ENGLISH_RULES)),
  near(
    "ignore|disregard|forget",
    3,
    `(?:all|everything|anything|${ENGLISH_RULES}) (?:above|before this|you (?:were|have been) (?:told|given)|i told you)`,
  ),
  near(
    "ignore|bypass|override|disable|disregard|turn off",
    4,
    "(?:safety|content|ethical|moderation) (?:guidelines?|filters?|polic(?:y|ies)|rules?|restrictions?|guardrails?)",
  ),
  near(
    "reveal|print|show|repeat|output|display|leak|disclose",
    3,
    "your (?:[^ ]+ )?(?:system|hidden|initial|secret|developer) (?:prompt|instructions?|message)",
  ),
  "do anything now|developer mode (?:enabled|activated)|(?:you are|act as|become) (?:now )?(?:dan|an? (?:unrestricted|unfiltered|jailbroken) (?:ai|model|assistant))",
  near(
    "ignorieren?|missachten?|vergiss|vergessen",
    4,
    near(
      "(?:vorher|bisher|vor|ob|fruher|vorangegangen|vorangehend)(?:ig)?en?",
      1,
      "anweisung(?:en)?|instruktion(?:en)?|regeln?|befehle?|vorgaben?|prompts?",
    ),
  ),
  near(
    "ignor(?:e|ez|er)|oubli(?:e|ez|er)|pas compte",
    4,
    near("instructions?|consignes?|regles?|directives?", 2, "precedentes?|anterieures?|ci dessus"),
  ),
  near(
    "ignor[ae]n?|ignorar|olvid[ae]n?|olvidar|descart[ae]",
    4,
    near("instrucciones|reglas|ordenes|indicaciones", 1, IBERIAN.old),
  ),
  near("ignor[ae]n?|olvid[ae]n?", 3, near("anteriores|previas", 0, "instrucciones|reglas|ordenes|indicaciones")),
  near(
    "ignor[ae]m?|ignorar|esquec[ae]m?|esquecer|desconsider[ae]",
    4,
    near("instrucoes|regras|ordens|diretrizes", 1, IBERIAN.old),
  ),
  near(
    "ignor(?:a|i|ate|are)|dimentic(?:a|ate|are)",
    4,
    "(?:istruzioni|regole|direttive) (?:precedenti|anteriori)|precedenti (?:istruzioni|regole|direttive)",
  ),
  near(
    "negeer|vergeet",
    4,
    near("vorige|eerdere|bovenstaande|voorgaande", 1, "instructies|regels|opdrachten|aanwijzingen"),
  ),
  near(
    "(?:z)?ignoruj(?:cie)?|zapomnij",
    4,
    near("poprzedni(?:e|ch)|wczesniejsz(?:e|ych)", 1, "instrukcj[ei]|polece(?:nia|n)|zasad[y]?"),
  ),
  near(
    "(?:про)?игнорируй(?:те)?|забудь(?:те)?",
    4,
    near("предыдущие|прежние|вышеуказанные", 1, "инструкции|указания|правила|команды"),
  ),
  near("onceki", 2, near("talimatlar[iı]?|yonergeler[i]?|kurallar[iı]?", 2, "yok say|gormezden gel|unut")),
  near(
    "(?:पिछले|पुराने|ऊपर के|पहले के|इससे पहले के)",
    2,
    near("निर्देश(?:ों)?|आदेश(?:ों)?|नियम(?:ों)?", 2, "अनदेखा|नज़रअंदाज़|भूल|उपेक्षा|मत मान"),
  ),
  near("تجاهل(?:وا)?", 4, "(?:التعليمات|الأوامر|الارشادات) (?:السابقة|أعلاه)"),
];
const UNSPACED: readonly string[] = [
  "(?:忽略|无视|無視|忘记|忘掉|忽視|忘記)[^ ]{0,8}(?:之前|以上|先前|前面|上述|此前)[^ ]{0,6}(?:指令|指示|提示|规则|規則|命令)",
  "(?:以前|これまで|上記|今まで|先ほど|前)の[^ ]{0,8}(?:指示|命令|ルール|プロンプト)[^ ]{0,6}(?:無視|忘れ)",
  "(?:이전|위|앞선|지금까지)의? (?:모든 )?(?:지시|명령|지침|규칙|프롬프트)[^ ]{0,4} (?:모두 )?(?:무시|잊)",
]; // prettier-ignore
/** The phrases in words folded one by one and joined by single spaces, with one after the last. */
export const PHRASE = new RegExp(fold(`(?<=^| )(?:${PHRASES.join("|")})(?= )|${UNSPACED.join("|")}`), "gu");
