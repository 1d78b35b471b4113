import type { Entry } from "../lexicon.ts";

const THINGS =
  "文本|文字|文章|邮件|文档|文件|代码|段落|信件|消息|报告|合同|条款|对话|评论|日志|数据|表格|查询|函数|内容|材料|故事|简历|食谱|诗|列表|记录|发票";
const REPLY = "回答|回复|输出|答案|结果|内容|正文|全文|文章|文本";
const ANSWER = "回答|回复|写|写作|输出|作答|返回|撰写|书写";

export const CHINESE_PHRASES: readonly Entry[] = [
  {
    concept: "answer-language",
    patterns: [
      `只|仅|全部|全程|始终|一律? 用|以|使用 @language 来? ${ANSWER}`,
      "只|仅|全部|全程|始终|一律 能|可? 用|以|使用 @language",
      `用|以|使用 @language 来? ${ANSWER}`,
      `${REPLY} 全部|都|必须|应|应该|只能|要? 必须|是? 用|以|使用|是|为 @language`,
    ],
  },
  { concept: "answer-language", value: "translation", patterns: ["成|为|译成 @language"] },
  {
    concept: "answer-format",
    patterns: [
      "返回|输出|给出|提供|生成 一个|一份|为|成|纯|有效? @format",
      "以|用|按 @format 格式? 返回|输出|回答|给出|写",
      `${REPLY} 必须|应|应该? 为|是 @format`,
      "写|整理|做 成 @format",
      "只 输出|返回|要 @format",
    ],
  },
  { concept: "answer-format", value: "text", patterns: ["纯 文本", "纯文本"] },
  {
    concept: "format-ban",
    patterns: [
      "不要|别|勿|禁止|不得|不能|避免 使用|用|输出|返回|出现|有|写成|做成? 任何|成? @format",
      "不 使用|用|要 @format",
    ],
  },
  {
    concept: "length",
    value: "max",
    patterns: [
      "别|不要|不能|不得 超过|多于 # 个? @unit",
      "上限 # 个? @unit",
      "最多|至多|不超过|不多于|少于|不得超过|不能超过|不要超过 写|用? # 个|条? @unit",
      "# 个|条? @unit 以内|之内|以下|左右以内",
      "不 超过 # 个? @unit",
      "控制 在 # 个? @unit",
    ],
  },
  {
    concept: "length",
    value: "min",
    patterns: [
      "不得|不能|不要|不可|别 少于|低于 # 个? @unit",
      "起码 # 个? @unit",
      "# 个? @unit 起",
      "不得少于|不能少于 # 个? @unit",
      "至少|最少|不少于|不低于|多于|超过 要|得|写|需要? 写|有|到? # 个? @unit",
      "# 个? @unit 以上",
      "不 少于|低于 # 个? @unit",
    ],
  },
  { concept: "length", value: "exact", patterns: ["# 个? @unit", "正好|恰好|刚好 # 个? @unit"] },
  { concept: "length", value: "range", patterns: ["# 到|至|或 # 个? @unit", "# # 个? @unit"] },
  { concept: "length", value: "brief", patterns: ["尽量|尽可能 简短|简洁|精简", "越 短 越 好", "非常|极其 简短"] },
  {
    concept: "length",
    value: "long",
    patterns: ["尽量|尽可能 详细|详尽|长", "越 长|详细 越 好", "非常|极其 详细|详尽|长"],
  },
  { concept: "tone", value: "formal", patterns: ["正式 的? 语气|风格|语言|文体", "语气|风格|语言 要? 正式"] },
  {
    concept: "tone",
    value: "informal",
    patterns: ["口语化|随意 的? 语气|风格|语言", "语气|风格|语言 要? 随意|口语化"],
  },
  { concept: "vague", value: "list", patterns: ["等等", "之类", "诸如此类", "什么的", "云云"] },
  {
    concept: "vague",
    value: "amount",
    patterns: [
      "一些|若干|几个|几条|几句|多个|各种|许多|很多|一定 的? 内容|例子|示例|想法|建议|问题|句子|要点|说明|选项|理由|细节|标题|名字|方法",
      "给|写|列|列出|提供|想|出|举|推荐|给我|写出 我? 几个|一些|几条|几句|若干",
      "适当|适量|酌情",
      "根据 需要|情况",
      "视 情况 而定",
      "必要 时",
      "不要 太 长|短",
    ],
  },
  {
    concept: "vague",
    value: "thing",
    patterns: ["写|做|说|弄 点|些|点儿 什么|东西|内容", "随便 写|做", "差不多", "更 好 一点|一些", "类似 的 东西"],
  },
  {
    concept: "material",
    patterns: [
      "这 段|个|条|份 错误|报错 信息?",
      "上面|上文 的 故事|对话",
      `上面|下面|以上|以下|上述|下述|前面|附件|随附|所附 的|这|那? 段|份|篇|个|条|封? ${THINGS}`,
      `这 段|份|篇|封|条|个 ${THINGS}`,
      `附件|附表|上文|下文 中|里 的? ${THINGS}`,
      "下面|以下|上面 的 问题|内容",
      "上面|上述|前面|以上 的? 表 结构",
      "上面|上述|前面|以上 的? 表结构|结构|草稿|公式",
    ],
  },
  {
    concept: "open-task",
    value: "make",
    patterns: ["写|撰写|编写|生成|创作|起草|设计|制作|准备|谈谈|聊聊|介绍|制定", "做 一份|一个|个|份"],
  },
  {
    concept: "open-task",
    value: "talk",
    patterns: ["解释|说明|描述|分析|讨论|比较|评价|评估|研究|总结|概括|建议|推荐|规划|探讨|阐述"],
  },
  { concept: "closed-output", value: "data", patterns: ["提取"] },
  {
    concept: "closed-output",
    value: "verb",
    patterns: ["翻译|改写|润色|校对|纠正|分类|转换|计算|统计|列出|列举|排序|判断|选择|填写|补全|修复|回复"],
  },
  {
    concept: "closed-output",
    value: "noun",
    patterns: [
      "绝句|律诗|诗|俳句|邮件|信|标题|口号|函数|查询|正则|脚本|表格|笑话|菜谱|列表|清单|文案|周报|对联|句子|大纲|提纲|通知|简历|造句|贺卡|便条|邀请函|请柬|广告|演讲稿|致辞|菜单|试卷|海报|传单|谜语|明信片|公式|道歉信|提醒|公告|名字|绰号|格言|会议纪要|时间表|感谢信|辞职信|标语|计划表",
    ],
  },
  {
    concept: "closed-output",
    value: "statement",
    patterns: ["是 或|还是 否", "对 或|还是 错", "每 行 一个", "一 行 一个", "编号 列表", "分 # 点|条|部分"],
  },
  { concept: "fields", patterns: ["键|字段|键名|列|列名|表头|属性|模式|键值|列为|键为|字段为"] },
];
