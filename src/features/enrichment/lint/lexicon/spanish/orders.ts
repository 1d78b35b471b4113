import type { Entry } from "../lexicon.ts";

const REPLY = "salida|respuesta|resultado";

/** The rest of what a prompt orders or points at, in Spanish. */
export const SPANISH_ORDERS: readonly Entry[] = [
  { concept: "tense", value: "person:first", patterns: ["primera persona"] },
  { concept: "tense", value: "person:third", patterns: ["tercera persona"] },
  { concept: "tense", value: "voice:active", patterns: ["voz activa"] },
  { concept: "tense", value: "voice:passive", patterns: ["voz pasiva"] },
  { concept: "tense", value: "past", patterns: ["tiempo|en|el pasado|pretérito|imperfecto"] },
  { concept: "tense", value: "present", patterns: ["tiempo presente", "en|el presente"] },
  { concept: "tense", value: "future", patterns: ["tiempo|en futuro"] },
  {
    concept: "example",
    value: "output",
    patterns: [`ejemplo de la? ${REPLY}`, `${REPLY} de ejemplo`, `${REPLY} esperada|esperado|deseada|deseado`],
  },
  { concept: "example", patterns: ["ejemplo|ejemplos"] },
  {
    concept: "another-task",
    value: "strong",
    patterns: ["por cierto", "otra cosa", "aparte de eso", "otra|segunda|tercera tarea", "por otro lado"],
  },
  { concept: "another-task", value: "weak", patterns: ["también", "además", "asimismo"] },
  {
    concept: "moving-target",
    patterns: [
      "última|ultima|últimas|últimos versión|edición|documentación|normas|directrices|guías|estándares",
      "versión|edición|documentación más reciente",
    ],
  },
  { concept: "sized-form", value: "140", patterns: ["tuit|tweet"] },
  { concept: "sized-form", value: "30", patterns: ["titular|eslogan"] },
  { concept: "sized-form", value: "170", patterns: ["soneto"] },
  { concept: "sized-form", value: "", patterns: ["hilo de tuits"] },
  { concept: "parameter", value: "temperature", patterns: ["temperatura"] },
];
