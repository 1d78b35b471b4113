import type { Entry } from "../lexicon.ts";

/** The rest of what a prompt orders or points at, in Japanese. */
export const JAPANESE_ORDERS: readonly Entry[] = [
  { concept: "tense", value: "past", patterns: ["過去形"] },
  { concept: "tense", value: "present", patterns: ["現在形"] },
  {
    concept: "example",
    value: "output",
    patterns: ["出力|回答|返答 の? 例", "期待 する|される 出力|結果", "出力例|回答例"],
  },
  { concept: "example", patterns: ["例|具体例|サンプル|たとえば|例えば"] },
  {
    concept: "another-task",
    value: "strong",
    patterns: ["ところで", "ついで に", "それとは別に", "別 の タスク|件|お願い", "もう 一つ お願い", "それから"],
  },
  { concept: "another-task", value: "weak", patterns: ["さらに", "加えて", "また", "あと", "そのあと"] },
  {
    concept: "moving-target",
    patterns: [
      "最新 の? 版|バージョン|ドキュメント|仕様|規格|ガイドライン|資料|規程",
      "最新版",
      "現行 の? 版|バージョン|仕様|規格",
    ],
  },
  { concept: "sized-form", value: "17", patterns: ["俳句|川柳"] },
  { concept: "sized-form", value: "31", patterns: ["短歌"] },
  { concept: "sized-form", value: "140", patterns: ["ツイート"] },
  { concept: "parameter", value: "temperature", patterns: ["温度"] },
];
