import { fold, stemOf } from "../text/fold.ts";
import { kindAt, WIDE } from "../text/letters.ts";
import type { Names } from "./lexicon.ts";

/** Written "meaning: its words in every language"; a word has one meaning. */
const table = (source: string): ReadonlyMap<string, string> =>
  new Map(
    source
      .trim()
      .split("\n")
      .flatMap((line) => {
        const [meaning = "", words = ""] = line.split(":");
        return words
          .trim()
          .split(" ")
          .map((word): [string, string] => [stemOf(fold(word)), meaning.trim()]);
      }),
  );

const NUMBERS = `
1: one un una uno une ein eine einem einen einer um uma single único única einzigen seul seule 一 一つ ひとつ واحد واحدة एक
2: two dos zwei deux dois duas 二 两 兩 二つ اثنان اثنين اثنتين दो
3: three tres drei trois três 三 三つ ثلاث ثلاثة तीन
4: four cuatro vier quatre quatro 四 四つ أربع أربعة चार
5: five cinco fünf cinq 五 五つ خمس خمسة पाँच पांच
6: six seis sechs 六 六つ ست ستة छह छः
7: seven siete sieben sept sete 七 七つ سبع سبعة सात
8: eight ocho acht huit oito 八 八つ ثماني ثمانية आठ
9: nine nueve neun neuf nove 九 九つ تسع تسعة नौ
10: ten diez zehn dix dez 十 عشر عشرة दस
12: twelve doce zwölf douze doze 十二 बारह
20: twenty veinte zwanzig vingt vinte 二十 عشرين عشرون बीस
50: fifty cincuenta fünfzig cinquante cinquenta 五十 خمسين خمسون पचास
100: hundred cien hundert cent cem 一百 百 مئة مائة सौ
1000: thousand mil tausend mille 一千 千 ألف हज़ार
15: fifteen quince fünfzehn quinze 十五 पंद्रह
30: thirty treinta dreißig trente trinta 三十 ثلاثين तीस
40: forty cuarenta vierzig quarante quarenta 四十 أربعين चालीस
200: 二百 两百 مئتين مائتين
300: 三百
500: 五百
`;

const LANGUAGES = `
en: english inglés ingles englisch englischer anglais inglês 英文 英语 英語 الإنجليزية إنجليزية انجليزية अंग्रेज़ी अंग्रेजी
es: spanish español espanol castellano spanisch espagnol espanhol 西班牙语 西班牙文 スペイン語 إسبانية स्पेनिश
de: german alemán aleman deutsch deutscher allemand alemão 德语 德文 ドイツ語 ألمانية जर्मन
fr: french francés frances französisch français francais francês 法语 法文 フランス語 فرنسية फ़्रेंच फ्रेंच
pt: portuguese portugués portugues portugiesisch portugais português 葡萄牙语 ポルトガル語 برتغالية पुर्तगाली
it: italian italiano italienisch italien 意大利语 イタリア語 إيطالية इतालवी
nl: dutch holandés neerlandés niederländisch néerlandais holandês 荷兰语 オランダ語 هولندية डच
zh: chinese mandarin chino chinesisch chinois chinês 中文 汉语 普通话 中国語 صينية चीनी mandarim
ja: japanese japonés japanisch japonais japonês 日语 日文 日本語 يابانية जापानी
ko: korean coreano koreanisch coréen 韩语 韩文 韓国語 كورية कोरियाई
ar: arabic árabe arabisch arabe 阿拉伯语 アラビア語 عربية अरबी
hi: hindi 印地语 ヒンディー語 هندية हिंदी हिन्दी
ru: russian ruso russisch russe russo 俄语 俄文 ロシア語 روسية रूसी
tr: turkish turco türkisch turc 土耳其语 トルコ語 تركية तुर्की
pl: polish polaco polnisch polonais polonês 波兰语 ポーランド語 بولندية पोलिश
cy: welsh galés walisisch gallois galês 威尔士语
sv: swedish sueco schwedisch suédois 瑞典语 スウェーデン語 سويدية
da: danish danés dänisch danois dinamarquês 丹麦语 デンマーク語
no: norwegian noruego norwegisch norvégien norueguês 挪威语 ノルウェー語
fi: finnish finés finnisch finnois finlandês 芬兰语 フィンランド語
el: greek griego griechisch grec grego 希腊语 ギリシャ語 يونانية
he: hebrew hebreo hebräisch hébreu hebraico 希伯来语 ヘブライ語 عبرية
cs: czech checo tschechisch tchèque tcheco 捷克语 チェコ語
hu: hungarian húngaro ungarisch hongrois 匈牙利语 ハンガリー語
ro: romanian rumano rumänisch roumain romeno 罗马尼亚语 ルーマニア語
uk: ukrainian ucraniano ukrainisch ukrainien 乌克兰语 ウクライナ語 أوكرانية
th: thai tailandés thailändisch thaï tailandês 泰语 タイ語 تايلاندية
vi: vietnamese vietnamita vietnamesisch vietnamien 越南语 ベトナム語
id: indonesian indonesio indonesisch indonésien 印尼语 インドネシア語
fa: persian farsi persa persisch persan 波斯语 ペルシャ語 فارسية فارسی
ca: catalan catalán katalanisch catalão 加泰罗尼亚语
la: latin latín latein lateinisch latim 拉丁语 ラテン語 لاتينية
eu: basque euskera vasco baskisch
gl: galician gallego galizisch galicien galego
ga: irish irlandés irisch irlandais irlandês 爱尔兰语
bg: bulgarian búlgaro bulgarisch bulgare
hr: croatian croata kroatisch croate
sr: serbian serbio serbisch serbe sérvio
sk: slovak eslovaco slowakisch slovaque
ur: urdu أردية उर्दू 乌尔都语
bn: bengali bengalí बंगाली ベンガル語
ta: tamil तमिल
pa: punjabi पंजाबी
mr: marathi मराठी
gu: gujarati गुजराती
sw: swahili suajili
`;

const FORMATS = `
json: json
xml: xml
yaml: yaml yml
csv: csv
html: html
markdown: markdown
list: bullets bulleted stichpunkte stichpunkten viñetas puces marcadores list lists liste listen lista listas listes aufzählung aufzählungen 列表 清单 リスト 箇条書き قائمة قوائم सूची
table: table tabla tabelle tableau tabela tabelas tables tablas tabellen 表格 表 表形式 テーブル جدول جداول तालिका तालिकाएँ
`;

const UNITS = `
words: word words palabra palabras wort wörter worte wörtern worten mot mots palavra palavras 字 个字 字数 文字 词 单词 語 كلمة كلمات शब्द शब्दों
sentences: sentence sentences frase frases oración oraciones satz sätze sätzen phrase phrases 句 句话 句子 文 جملة جمل वाक्य वाक्यों
paragraphs: paragraph paragraphs párrafo párrafos absatz absätze absätzen paragraphe paragraphes parágrafo parágrafos 段 段落 فقرة فقرات अनुच्छेद अनुच्छेदों
lines: line lines línea líneas zeile zeilen ligne lignes linha linhas 行 سطر أسطر سطرين पंक्ति पंक्तियों पंक्तियाँ
characters: character characters carácter caracteres zeichen caractère caractères
pages: page pages página páginas seite seiten 页 頁 ページ صفحة صفحات पृष्ठ पृष्ठों
bullets: bullet bullets viñetas puntos stichpunkte stichpunkten punkt punkte punkten points puces tópicos 条 要点 نقطة نقاط बिंदु बिंदुओं tópico
items: item items step steps schritt schritte schritten paso pasos étape étapes passo passos 步 ステップ خطوة خطوات चरण चरणों कदम elementos einträge éléments itens 项 項目 件 عنصر عناصر
`;

/** All words of the tables, as they are written. */
export const NAME_WORDS: string = [NUMBERS, LANGUAGES, FORMATS, UNITS].join(" ").replaceAll(/\s+/g, " ");

export const NAMES: Names = {
  number: table(NUMBERS),
  language: table(LANGUAGES),
  format: table(FORMATS),
  unit: table(UNITS),
};

/** Where texts have no spaces, a bare number before a unit is a length, so only the units of such scripts count there. */
export const UNSPACED_NAMES: Names = {
  ...NAMES,
  unit: new Map([...NAMES.unit].filter(([word]) => kindAt(word, 0) === WIDE)),
};
