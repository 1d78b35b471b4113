import type { Entry } from "../lexicon.ts";

/** The rest of what a prompt orders or points at, in Chinese. Verbs have no tenses. */
export const CHINESE_ORDERS: readonly Entry[] = [
  {
    concept: "example",
    value: "output",
    patterns: ["输出|回答|返回|回复 示例|例子|样例", "期望|预期 的? 输出|结果|回答"],
  },
  { concept: "example", patterns: ["示例|例子|例如|样例|比如|范例"] },
  {
    concept: "another-task",
    value: "strong",
    patterns: ["顺便", "另外 一件事|还有|再", "还有 一件事", "对了", "另 一个? 任务", "第二|第三 个? 任务"],
  },
  { concept: "another-task", value: "weak", patterns: ["另外", "此外", "还 要", "同时", "然后", "再"] },
  {
    concept: "moving-target",
    patterns: [
      "最新 版|版本|的? 版本|文档|规范|标准|指南|版|法规|政策",
      "最新版|最新版本|当前版本",
      "当前|现行 版本|文档|规范|标准",
    ],
  },
  { concept: "sized-form", value: "28", patterns: ["绝句|七绝|五绝"] },
  { concept: "sized-form", value: "56", patterns: ["律诗"] },
  { concept: "sized-form", value: "30", patterns: ["标题|口号|对联"] },
  { concept: "sized-form", value: "140", patterns: ["短信|推文"] },
  { concept: "parameter", value: "temperature", patterns: ["温度"] },
];
