/** Pairs of a character and the one that stands for it in the word lists: traditional Chinese, then Arabic letters. */
const CHINESE =
  "寫写譯译語语請请與与個个條条長长點点項项標标題题圖图書书讀读對对錯错誤误這这裡里裏里說说話话詞词頁页過过於于應应該该須须無无沒没總总結结簡简單单詳详細细純纯為为時时間间內内東东後后從从開开關关數数據据檔档號号價价錢钱幾几麼么還还給给讓让幫帮鍵键輸输將将轉转換换極极閱阅雙双來来發发見见韓韩國国額额範范圍围僅仅確确種种類类樣样實实現现議议團团選选擇择釋释儘尽盡尽務务";
const ARABIC = "أاإاآاٱاىيةهؤوئيکكیيھه";
/** Devanagari letters that hold a nukta, and the letters without; the nasal sign with a moon, and the plain one. */
const HINDI = "958:915 959:916 95A:917 95B:91C 95C:921 95D:922 95E:92B 95F:92F 901:902";
/** Zeros of the digits read as 0-9: Arabic, Persian, Devanagari; those of full width come apart by NFKC. */
const ZEROS = [0x0660, 0x06f0, 0x0966];
/** Marks that may be left out: Arabic vowels, the tatweel, the nukta, joiners. */
const SILENT = /[\u0640\u064B-\u065F\u0670\u093C\u200C\u200D]/g;
/** Loose accents, and letters and digits of full or half width. */
const COMPOSED = /[\u0300-\u036F\uFF00-\uFFEF]/;
const PLAIN = /^[\u0020-\u02FF]*$/;

/** Each UTF-16 unit that has another spelling, and the unit it stands for; zero where it stands for itself. */
const SPELLING = new Uint16Array(0x10000);
for (const [from, to] of pairs()) SPELLING[from] = to;

function* pairs(): Generator<readonly [from: number, to: number]> {
  for (const text of [CHINESE, ARABIC]) {
    for (let index = 0; index < text.length; index += 2) yield [text.charCodeAt(index), text.charCodeAt(index + 1)];
  }
  for (const pair of HINDI.split(" ")) {
    const [from = "", to = ""] = pair.split(":");
    yield [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  }
  for (const zero of ZEROS) {
    for (let digit = 0; digit < 10; digit += 1) yield [zero + digit, 48 + digit];
  }
}

/** The unit that stands for this one in the word lists. */
export const foldUnit = (code: number): number => SPELLING[code] || code;

/** A Chinese character and the syllables behind it in which Japanese verbs and adjectives bend, passives left out. */
const BENT =
  /^(.*\p{Script=Han})(?:[いきしちにみりえけせてねめれげぜべっん]?[てでるた]|[くうすつむぐぶいきしちみりえけせてめれわらかさまなばが])$/u;

/** What stays the same in all forms of a Japanese word; any other word is its own stem. */
export const stemOf = (word: string): string => BENT.exec(word)?.[1] ?? word;

/** One spelling for each word: lower case, no optional marks, digits 0-9; what is plain already is only lowered. */
export function fold(word: string): string {
  if (PLAIN.test(word)) return word.toLowerCase();
  const composed = COMPOSED.test(word) ? word.normalize("NFKC") : word;
  const bare = composed.toLowerCase().replaceAll(SILENT, "");
  let folded = "";
  for (let index = 0; index < bare.length; index += 1) folded += String.fromCharCode(foldUnit(bare.charCodeAt(index)));
  return folded;
}
