import type { Entry } from "../lexicon.ts";

const THINGS =
  "文章|文|テキスト|記事|メール|文書|ファイル|コード|段落|手紙|メッセージ|報告書|レポート|契約書|条項|会話|レビュー|ログ|データ|表|クエリ|関数|内容|資料|物語|履歴書|レシピ|詩|スクリプト";
const REPLY = "回答|返信|出力|答え|結果|文章|本文|全文|返答|応答";
const ANSWER = "書いて|書く|書き|答えて|答える|回答|返信|返して|返す|出力|作成|記述";

export const JAPANESE_PHRASES: readonly Entry[] = [
  {
    concept: "answer-language",
    patterns: [
      `必ず|すべて|全て|全部? @language だけ|のみ? で|に だけ|のみ|必ず|すべて|統一? ${ANSWER}`,
      `${REPLY} は すべて|全て|全部|必ず? @language だけ|のみ? で|に`,
      "@language だけ|のみ で",
    ],
  },
  { concept: "answer-language", value: "translation", patterns: ["@language に|へ"] },
  {
    concept: "answer-format",
    patterns: [
      "@format 形式|オブジェクト|だけ|のみ? で|を|として 返して|返す|出力|回答|答えて|書いて|作成",
      `${REPLY} は @format`,
      "@format に まとめ|まとめて",
      "@format だけ|のみ を? 出力|返して",
    ],
  },
  { concept: "answer-format", value: "text", patterns: ["プレーンテキスト", "プレーン テキスト"] },
  {
    concept: "format-ban",
    patterns: ["@format 形式? は|を|も 使わ|使用|出力|用い し|しない? ない|ないで|ず|禁止", "@format は? 禁止"],
  },
  {
    concept: "length",
    value: "max",
    patterns: [
      "多くても|多くて # @unit",
      "# @unit を 超えない|超えないで",
      "# @unit 以内|以下|未満|まで",
      "最大|最長 # @unit",
      "# @unit を 超え",
    ],
  },
  {
    concept: "length",
    value: "min",
    patterns: ["# @unit 以上|超", "最低|少なくとも で|でも|は? も? # @unit", "# @unit は? 必要"],
  },
  { concept: "length", value: "exact", patterns: ["# の @unit", "# @unit で|の", "ちょうど|ぴったり # @unit"] },
  { concept: "length", value: "range", patterns: ["# @unit? から|〜|～|か|ないし # @unit", "# # @unit"] },
  { concept: "length", value: "brief", patterns: ["できるだけ|なるべく 短く|簡潔に|簡潔", "ごく|とても 短く"] },
  {
    concept: "length",
    value: "long",
    patterns: ["できるだけ|なるべく 詳しく|詳細に|長く", "非常に|とても 詳しく|長く"],
  },
  {
    concept: "tone",
    value: "formal",
    patterns: ["フォーマル|丁寧 な 文体|口調|トーン|言葉", "丁寧語|敬語", "です ます 調"],
  },
  { concept: "tone", value: "informal", patterns: ["カジュアル|くだけた な? 文体|口調|トーン|言葉", "タメ口"] },
  { concept: "vague", value: "list", patterns: ["など を|に|適当|必要", "等々", "とか", "その他 いろいろ"] },
  {
    concept: "vague",
    value: "amount",
    patterns: [
      "いくつか",
      "適当 な|に",
      "適宜",
      "必要 に 応じて",
      "ある程度",
      "何 個|文|行 か",
      "いろいろ",
      "さまざま な|に",
      "適切 な 長さ",
    ],
  },
  {
    concept: "vague",
    value: "thing",
    patterns: ["何か 書いて|作って|して|やって|面白い|いい", "そんな 感じ", "いい 感じ", "もっと 良く|よく"],
  },
  {
    concept: "material",
    patterns: [
      `上記|下記|以下|上|下|次|前|添付|先ほど の ${THINGS}`,
      `この|これら の? ${THINGS}`,
      `添付 ${THINGS}`,
      `上記|下記|以下 の java|python|sql|javascript|typescript|go|php|rust|html|css|json|bash|pythonコード の? ${THINGS}`,
    ],
  },
  { concept: "open-task", value: "make", patterns: ["書いて|作成|作って|生成|設計|執筆|用意"] },
  {
    concept: "open-task",
    value: "talk",
    patterns: ["説明|解説|分析|議論|比較|評価|調査|調べて|要約|検討|提案|教えて|考察|アドバイス"],
  },
  { concept: "closed-output", value: "data", patterns: ["抽出|取り出して"] },
  {
    concept: "closed-output",
    value: "verb",
    patterns: [
      "翻訳|訳して|書き換え|書き換えて|校正|修正|直して|直した|分類|変換|計算|列挙|並べ替え|選んで|判定|返信|返して|まとめて|示して",
    ],
  },
  {
    concept: "closed-output",
    value: "noun",
    patterns: [
      "俳句|短歌|川柳|メール|手紙|タイトル|見出し|キャッチコピー|関数|クエリ|正規表現|スクリプト|コード|表|レシピ|リスト|チラシ|授業案|一覧|目次|件名|スピーチ|カード|メモ|お知らせ|案内文|招待状|広告|挨拶文|献立|クイズ|ポスター|なぞなぞ|詩|はがき|数式|お詫び|通知|名前|あだ名|標語|議事録|履歴書|時間割|お礼状|スローガン|返信",
    ],
  },
  {
    concept: "closed-output",
    value: "statement",
    patterns: [
      "はい か いいえ",
      "箇条書き で|に|の",
      "番号付き|番号 付き? で|の",
      "一行 に 一つ",
      "# つ|個|点|件|案|問 以内|まで|だけ|ずつ?",
      "# つ|個|点|件|案|問|か所 教えて|挙げて|提案|紹介",
      "一文ずつ",
    ],
  },
  { concept: "fields", patterns: ["キー|フィールド|列|属性|スキーマ|プロパティ|ヘッダー|カラム"] },
];
