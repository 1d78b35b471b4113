import type { Entry } from "../lexicon.ts";

const REPLY = "saída|resposta|resultado";

/** The rest of what a prompt orders or points at, in Portuguese. */
export const PORTUGUESE_ORDERS: readonly Entry[] = [
  { concept: "tense", value: "person:first", patterns: ["primeira pessoa"] },
  { concept: "tense", value: "person:third", patterns: ["terceira pessoa"] },
  { concept: "tense", value: "voice:active", patterns: ["voz ativa"] },
  { concept: "tense", value: "voice:passive", patterns: ["voz passiva"] },
  { concept: "tense", value: "past", patterns: ["tempo|no|o passado|pretérito|imperfeito"] },
  { concept: "tense", value: "present", patterns: ["tempo presente", "no|o presente"] },
  { concept: "tense", value: "future", patterns: ["tempo|no futuro"] },
  {
    concept: "example",
    value: "output",
    patterns: [`exemplo de|da ${REPLY}`, `${REPLY} de exemplo`, `${REPLY} esperada|esperado|desejada|desejado`],
  },
  { concept: "example", patterns: ["exemplo|exemplos"] },
  {
    concept: "another-task",
    value: "strong",
    patterns: ["aliás", "outra coisa", "a propósito", "outra|segunda|terceira tarefa", "mudando de assunto"],
  },
  { concept: "another-task", value: "weak", patterns: ["também", "além disso", "depois", "ainda"] },
  {
    concept: "moving-target",
    patterns: [
      "última|últimas|últimos versão|edição|documentação|normas|diretrizes|versões",
      "versão|edição|documentação|norma mais recente|atual|atualizada",
    ],
  },
  { concept: "sized-form", value: "17", patterns: ["haicai"] },
  { concept: "sized-form", value: "140", patterns: ["tuíte|tweet|sms"] },
  { concept: "sized-form", value: "30", patterns: ["manchete|slogan"] },
  { concept: "sized-form", value: "170", patterns: ["soneto"] },
  { concept: "parameter", value: "temperature", patterns: ["temperatura"] },
];
