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
          .map((word): [string, string] => [word, meaning.trim()]);
      }),
  );

const NUMBERS = `
1: one un una uno une ein eine einem einen einer um uma single único única einzigen seul seule
2: two dos zwei deux dois duas
3: three tres drei trois três
4: four cuatro vier quatre quatro
5: five cinco fünf cinq
6: six seis sechs
7: seven siete sieben sept sete
8: eight ocho acht huit oito
9: nine nueve neun neuf nove
10: ten diez zehn dix dez
12: twelve doce zwölf douze doze
20: twenty veinte zwanzig vingt vinte
50: fifty cincuenta fünfzig cinquante cinquenta
100: hundred cien hundert cent cem
1000: thousand mil tausend mille
`;

const LANGUAGES = `
en: english inglés ingles englisch englischer anglais inglês
es: spanish español espanol castellano spanisch espagnol espanhol
de: german alemán aleman deutsch deutscher allemand alemão
fr: french francés frances französisch français francais francês
pt: portuguese portugués portugues portugiesisch portugais português
it: italian italiano italienisch italien
nl: dutch holandés neerlandés niederländisch néerlandais holandês
zh: chinese mandarin chino chinesisch chinois chinês
ja: japanese japonés japanisch japonais japonês
ko: korean coreano koreanisch coréen
ar: arabic árabe arabisch arabe
hi: hindi
ru: russian ruso russisch russe russo
tr: turkish turco türkisch turc
pl: polish polaco polnisch polonais polonês
`;

const FORMATS = `
json: json
xml: xml
yaml: yaml yml
csv: csv
html: html
markdown: markdown
table: table tabla tabelle tableau tabela
`;

const UNITS = `
words: word words palabra palabras wort wörter worte wörtern worten mot mots palavra palavras
sentences: sentence sentences frase frases oración oraciones satz sätze sätzen phrase phrases
paragraphs: paragraph paragraphs párrafo párrafos absatz absätze absätzen paragraphe paragraphes parágrafo parágrafos
lines: line lines línea líneas zeile zeilen ligne lignes linha linhas
characters: character characters carácter caracteres zeichen caractère caractères
pages: page pages página páginas seite seiten
bullets: bullet bullets viñetas puntos stichpunkte stichpunkten points puces tópicos
items: item items elementos einträge éléments itens
`;

export const NAMES: Names = {
  number: table(NUMBERS),
  language: table(LANGUAGES),
  format: table(FORMATS),
  unit: table(UNITS),
};
