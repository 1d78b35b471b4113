import type { Entry } from "../lexicon.ts";

const THINGS =
  "texto|artículo|correo|ensayo|documento|código|párrafo|carta|mensaje|informe|contrato|transcripción|archivo";
/** What "above" and "below" can point at besides: with "this" they are as often spoken of. */
const PARTS = `${THINGS}|consulta|función|cláusula|frase|párrafos|poema|tabla|lista|acta|discurso|reseña|factura|historia|conversación|datos|notas|nota|hoja|preguntas|pregunta|oración|mensajes|frases|planilha|captura|imagen|enunciado|receta|gráfico|cifras|correos`;
const REPLY = "respuesta|respuestas|salida|resultado|resumen|texto|ensayo|artículo";
const ANSWER = "responde|responda|responder|contesta|conteste|escribe|escriba|redacta|devuelve|devuelva";

export const SPANISH_PHRASES: readonly Entry[] = [
  {
    concept: "answer-language",
    patterns: [
      `${ANSWER} siempre|solo|sólo|únicamente|todo? en @language`,
      `${REPLY} debe|tiene|está ser|estar|que? ser|estar|escrita|escrito? en @language`,
      "solo|sólo en @language",
    ],
  },
  { concept: "answer-language", value: "translation", patterns: ["al @language"] },
  {
    concept: "answer-format",
    patterns: [
      `${ANSWER} solo|sólo|únicamente? en|con|un? formato|un? @format`,
      `${REPLY} debe|tiene ser|estar|que? ser|estar? en|un|una? @format`,
      "en formato @format",
      "usa|use un|una|el? @format",
      "devuelve|devuelva|responde|responda|entrega|da los|el|la? datos|resultado|respuesta|salida? solo|sólo|únicamente? en|como|con? @format",
    ],
  },
  { concept: "answer-format", value: "text", patterns: ["en|como texto plano", "solo|sólo texto plano"] },
  {
    concept: "answer-format",
    value: "prose",
    patterns: ["en prosa", "texto corrido|seguido", "un solo|único párrafo"],
  },
  {
    concept: "answer-format",
    value: "list",
    patterns: ["en|como forma|una? de? lista|viñetas con|de|numerada? viñetas|puntos?", "con viñetas"],
  },
  {
    concept: "format-ban",
    patterns: [
      "no uses|use|utilices|utilice|devuelvas|incluyas|hagas|haga|escribas|pongas una|un|ninguna|ningún? @format",
      "sin @format",
    ],
  },
  {
    concept: "length",
    value: "max",
    patterns: [
      "# @unit a lo sumo",
      "a lo sumo # @unit",
      "como mucho # @unit",
      "# @unit como mucho",
      "no superar|exceder|rebasar|supere|rebase las|los|de? # @unit",
      "límite|tope de # @unit",
      "como máximo # @unit",
      "máximo|máx de? # @unit",
      "no más de # @unit",
      "menos de # @unit",
      "hasta # @unit",
      "limítate|limítese|limita la|el? respuesta|texto? a # @unit",
      "# @unit como máximo",
      "no más larga|largo|extensa|extenso de|que # @unit",
      "no pase|pases|supere|superes|exceda|excedas|sobrepase de|las|los? # @unit",
      "sin pasar|superar|exceder de|las|los? # @unit",
    ],
  },
  {
    concept: "length",
    value: "min",
    patterns: [
      "superar|supere|supera|rebasar|rebase|exceder|exceda las|los|de? # @unit",
      "no menos de # @unit",
      "# @unit como mínimo|o más",
      "no baje|bajar de # @unit",
      "al menos # @unit",
      "extensión|longitud mínima de? # @unit",
      "como mínimo # @unit",
      "mínimo de? # @unit",
      "más de # @unit",
      "por lo menos # @unit",
    ],
  },
  {
    concept: "length",
    value: "exact",
    patterns: ["exactamente # @unit", "escribe|escriba|redacta # @unit", "en|de|con # @unit", "una|un sola|solo @unit"],
  },
  {
    concept: "length",
    value: "range",
    patterns: ["unas|unos|aproximadamente # @unit", "# @unit aproximadamente", "entre # y # @unit", "de # a # @unit"],
  },
  {
    concept: "length",
    value: "brief",
    patterns: [
      "sé muy? breve|conciso|concisa",
      "sea muy? breve|conciso",
      `${ANSWER} muy? brevemente`,
      "lo más breve posible",
    ],
  },
  {
    concept: "length",
    value: "long",
    patterns: [
      "con todo|máximo detalle",
      "con el máximo|mayor detalle",
      "en|con detalle|profundidad",
      "con gran|mucho detalle",
      "lo más detallado|largo posible",
      "muy detallada|detallado|extensa|extenso|larga|largo",
    ],
  },
  {
    concept: "tone",
    value: "formal",
    patterns: ["trata|trate al lector? de usted", "de usted", "tono|estilo|lenguaje|registro muy? formal"],
  },
  {
    concept: "tone",
    value: "informal",
    patterns: ["tutea|tutee|tutear", "de tú", "tono|estilo|lenguaje|registro muy? informal|coloquial"],
  },
  { concept: "vague", value: "list", patterns: ["etc", "etcétera", "y demás", "y así sucesivamente", "o lo que sea"] },
  {
    concept: "vague",
    value: "amount",
    patterns: [
      "unos|unas cuantos|cuantas",
      "algunos|algunas|varios|varias|unos|unas ejemplos|nombres|palabras|detalles|opciones|párrafos|títulos|ideas|puntos|sugerencias|preguntas|frases|consejos|razones",
      "un par de",
      "si es necesario",
    ],
  },
  {
    concept: "vague",
    value: "thing",
    patterns: [
      "escribe|haz|crea|dime algo",
      "algo así",
      "algo por el estilo",
      "una especie de",
      "mejóralo",
      "hazlo mejor",
    ],
  },
  {
    concept: "material",
    patterns: [
      "este mensaje de error",
      "esquema|tablas|fórmula|función|consulta|borrador|factura|diff|lista|esquemas anterior|anteriores|adjunto|adjunta|adjuntas",
      "pegado|pegada|pegué|mostrado|mostrada|indicado|indicada arriba|antes|anteriormente",
      `${PARTS} anterior|siguiente|adjunto|adjunta`,
      `${PARTS} de arriba|abajo`,
      `siguiente|anterior ${PARTS}`,
      `este|esta ${THINGS}`,
    ],
  },
  {
    concept: "open-task",
    value: "make",
    patterns: ["escribe|escriba|genera|genere|crea|cree|redacta|redacte|elabora|prepara|diseña"],
  },
  {
    concept: "open-task",
    value: "talk",
    patterns: [
      "explica|explique|describe|describa|analiza|analice|compara|compare|resume|resuma|investiga|evalúa|evalúe|propón|recomienda|sugiere|ayúdame|organiza|organice|planifica|planea|reserva|repara",
    ],
  },
  { concept: "closed-output", value: "data", patterns: ["extrae|extraiga"] },
  {
    concept: "closed-output",
    value: "verb",
    patterns: [
      "traduce|traduzca|reescribe|reescriba|corrige|corrija|clasifica|clasifique|convierte|convierta|calcula|calcule|enumera|cuenta|ordena|completa|responde|lista",
    ],
  },
  {
    concept: "closed-output",
    value: "noun",
    patterns: [
      "haiku|soneto|tuit|correo|carta|título|títulos|titular|titulares|eslogan|función|consulta|receta|expresión|chiste|tabla|lista|script|tarjeta|nota|aviso|cartel|invitación|anuncio|discurso|brindis|menú|cuestionario|folleto|adivinanza|poema|fábula|postal|mensaje|fórmula|macro|respuesta|disculpa|recordatorio|comunicado|nombre|nombres|apodo|lema|acta|currículum|horario|checklist|diálogo|resumen",
    ],
  },
  {
    concept: "closed-output",
    value: "statement",
    patterns: [
      "dame|da|escribe|escríbeme|propón|enumera|haz|hazme|cita|sugiere|dime exactamente? #",
      "sí o no",
      "verdadero o falso",
      "una por línea",
      "lista numerada",
      "con viñetas",
    ],
  },
  { concept: "fields", patterns: ["clave|claves|campo|campos|columna|columnas|esquema|propiedad|propiedades"] },
];
