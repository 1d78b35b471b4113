import type { Words } from "../lexicon.ts";

export const SPANISH_WORDS: Words = {
  function:
    "el la los las un una unos unas lo al del de en y o u e que qué con por para a se su sus mi mis me te tu tus nos es son ser está están estar este esta estos estas ese esa eso esto como cómo más muy no si sí pero sin sobre entre cuando donde quien cual cuál cada todo toda todos todas también ya hay ha han por favor",
  generic:
    "haz haga hacer ayúdame ayuda escribe escriba genera crea dame dime necesito quiero cosa cosas algo tarea texto respuesta bueno mejor",
  instruction:
    "escríbelo escríbela redáctalo redáctala preséntalo preséntala hazlo ponlo dilo explícalo resúmelo tradúcelo devuélvelo muéstralo escribe escriba genera crea redacta explica describe analiza compara resume resuma traduce traduzca corrige clasifica convierte calcula extrae enumera responde responda devuelve devuelva usa use sé sea no nunca siempre solo sólo incluye evita mantén eres usted tú máximo haz haga da dé cuenta cuente narra relata presenta muestra indica menciona cita propón prepara empieza comienza termina añade agrega conserva organiza planifica planea elige escoge busca revisa ordena transforma reformula adopta respeta limita decide evalúa recomienda sugiere simplifica acorta di diga trata ofrece saca consigue pon ponga informa contesta redacte elabora diseña imagina inventa investiga marca repite pregunta habla lista sustituye rellena señala separa divide deja aplica",
  conditional: "si cuando salvo excepto donde caso",
  subpart:
    "título titulo titular resumen introducción conclusión sección secciones cada por descripción asunto nombre primer primera segundo segunda último última ejemplo ejemplos entrada",
  negation: "no nunca jamás sin evita evite tampoco nadie ningún ninguna",
  modal: "debe debes deben siempre por favor usa use uses",
  jargon:
    "experto profesional calidad detallado detallada completo completa específico específica claro clara conciso concisa preciso precisa estructurado formato contexto rol paso pasos ejemplo ejemplos requisitos instrucciones importante mejores prácticas actúa nivel años experiencia exacto exacta piensa tarea estilo salida alta precisas público objetivo tono json markdown tabla viñetas prompt escrito puntuación máxima excelente indicado indicada perfecto perfecta óptimo óptima mundial clase profesionalmente experta restricciones objetivos cadena pensamiento primer válido prosa puro",
  outputVerb: "responde responda contesta devuelve devuelva escribe da entrega proporciona muestra",
  only: "solo sólo solamente únicamente exclusivamente nada",
  reply: "total todo conjunto respuesta respuestas salida resultado todo texto contestación",
  praise:
    "eres el la lo los mejor mejores más increíble brillante inteligente genial fantástico maravilloso ia asistente modelo del mundo de en y muy realmente gracias muchas por tu ayuda confío sé que puedes hacerlo un una genio te quiero mi trabajo carrera depende esto ello lista listo tan super súper bueno buena amable adoro admiro mil todo siempre nadie como tú qué increíblemente estupendo estupenda fenomenal crack fan tus respuestas encanta encantas",
  praiseCore:
    "mejor increíble brillante genial fantástico maravilloso gracias confío genio depende lista admiro adoro quiero maravilla estupendo estupenda fenomenal inteligente fan",
  caps: "nunca siempre debes debe por favor solo responde escribe usa no si con que para una del los las",
  every: "todo toda todos todas cada entero entera",
  turning: "sino olvides olvide olvidar dudes dude",
};
