import type { Entry } from "../lexicon.ts";

const THINGS =
  "texto|artigo|e-mail|email|ensaio|documento|código|trecho|parágrafo|carta|mensagem|relatório|contrato|cláusula|planilha|notas|perguntas|pergunta|frase|frases|imagem|gráfico|parágrafos|dados|transcrição|arquivo|consulta|receita|tabela|lista|conversa|log|erro|resumo|fórmula|função|esquema|rascunho|fatura|script";
const REPLY = "resposta|respostas|saída|resultado|resumo|texto|ensaio|artigo";
const ANSWER = "responda|responder|escreva|redija|devolva|retorne|entregue";

export const PORTUGUESE_PHRASES: readonly Entry[] = [
  {
    concept: "answer-language",
    patterns: [
      `${ANSWER} sempre|só|somente|apenas|unicamente|tudo? em @language`,
      `${REPLY} deve|tem|está ser|estar|que? ser|estar|escrita|escrito? em @language`,
      "só|somente|apenas em @language",
    ],
  },
  { concept: "answer-language", value: "translation", patterns: ["para o? @language", "ao @language"] },
  {
    concept: "answer-format",
    patterns: [
      `${ANSWER} só|somente|apenas|unicamente? em|com|um|uma? formato|um? @format`,
      `${REPLY} deve|tem ser|estar|que? ser|estar? em|um|uma? @format`,
      "em formato @format",
      "use um|uma|o? @format",
      "devolva|retorne|responda|entregue|dê os|o|a? dados|resultado|resposta|saída? só|somente|apenas? em|como|com? @format",
    ],
  },
  { concept: "answer-format", value: "text", patterns: ["em|como texto simples|corrido", "só|apenas texto simples"] },
  {
    concept: "answer-format",
    value: "prose",
    patterns: ["em prosa", "texto corrido|contínuo", "um único|só parágrafo"],
  },
  {
    concept: "answer-format",
    value: "list",
    patterns: ["em|como|numa forma|uma? de? lista|tópicos|marcadores com|de|numerada? marcadores|tópicos?"],
  },
  {
    concept: "format-ban",
    patterns: ["não use|utilize|devolva|retorne|inclua|faça|escreva uma|um|nenhuma|nenhum? @format", "sem @format"],
  },
  {
    concept: "length",
    value: "max",
    patterns: [
      "limite de # @unit",
      "menos que # @unit",
      "no máximo # @unit",
      "máximo de? # @unit",
      "não mais de|que # @unit",
      "menos de # @unit",
      "até # @unit",
      "limite se|a|o resposta|texto? a # @unit",
      "# @unit no máximo",
      "não|sem deve? passe|passar|ultrapasse|ultrapassar|exceda|exceder de|as|os? # @unit",
      "não mais longa|longo de|que # @unit",
    ],
  },
  {
    concept: "length",
    value: "min",
    patterns: [
      "passar|ultrapassar|superar|supere|ultrapasse de|as|os? # @unit",
      "não menos de|que # @unit",
      "# @unit ou mais",
      "# @unit no mínimo",
      "a partir de # @unit",
      "pelo|ao menos # @unit",
      "extensão|tamanho mínimo|mínima de? # @unit",
      "no mínimo # @unit",
      "mínimo de? # @unit",
      "mais de|que # @unit",
    ],
  },
  {
    concept: "length",
    value: "exact",
    patterns: ["exatamente # @unit", "escreva|redija # @unit", "em|de|com # @unit", "um|uma único|única|só @unit"],
  },
  {
    concept: "length",
    value: "range",
    patterns: ["entre # e # @unit", "de? # a # @unit", "cerca|aproximadamente|uns|umas de? # @unit"],
  },
  {
    concept: "length",
    value: "brief",
    patterns: ["seja muito? breve|conciso|concisa", `${ANSWER} muito? brevemente`, "o mais breve|curto possível"],
  },
  {
    concept: "length",
    value: "long",
    patterns: [
      "com todos os detalhes",
      "em|com detalhes|detalhe|profundidade",
      "em|com grande|muito detalhe",
      "o mais detalhado|longo possível",
      "muito detalhada|detalhado|extensa|extenso|longa|longo",
    ],
  },
  { concept: "tone", value: "formal", patterns: ["tom|estilo|linguagem|registro muito? formal"] },
  { concept: "tone", value: "informal", patterns: ["tom|estilo|linguagem|registro muito? informal|coloquial"] },
  {
    concept: "vague",
    value: "list",
    patterns: ["etc", "e assim por diante", "e por aí vai", "e tal", "ou o que for", "entre outros|outras"],
  },
  {
    concept: "vague",
    value: "amount",
    patterns: [
      "alguns|algumas|uns|umas|vários|várias|diversos|diversas|muitos|muitas exemplos|ideias|pontos|sugestões|perguntas|frases|palavras|dicas|razões|detalhes|opções|nomes|parágrafos",
      "um monte de",
      "se necessário",
      "conforme necessário|apropriado|preciso",
      "não muito longo|longa|curto|curta",
    ],
  },
  {
    concept: "vague",
    value: "thing",
    patterns: [
      "escreva|faça|crie|diga|gere algo",
      "algo assim",
      "algo do tipo",
      "uma espécie de",
      "melhore isso",
      "um tipo de",
    ],
  },
  {
    concept: "material",
    patterns: [
      "história|capítulo|diálogo acima|abaixo|anterior",
      "esta mensagem de erro",
      `${THINGS} anterior|anteriores|seguinte|seguintes|anexo|anexa|anexos|anexas|acima|abaixo`,
      `${THINGS} a seguir`,
      `seguinte|anterior ${THINGS}`,
      `este|esta|esse|essa ${THINGS}`,
    ],
  },
  {
    concept: "open-task",
    value: "make",
    patterns: ["escreva|escreve|gere|crie|redija|elabore|prepare|monte|desenvolva|fale"],
  },
  {
    concept: "open-task",
    value: "talk",
    patterns: [
      "explique|descreva|analise|compare|resuma|pesquise|avalie|proponha|recomende|sugira|ajude|discuta|comente|planeje|organize|reserve|conserte",
    ],
  },
  { concept: "closed-output", value: "data", patterns: ["extraia"] },
  {
    concept: "closed-output",
    value: "verb",
    patterns: [
      "traduza|reescreva|corrija|classifique|converta|calcule|enumere|conte|ordene|complete|responda|liste|formate",
    ],
  },
  {
    concept: "closed-output",
    value: "noun",
    patterns: [
      "haicai|soneto|tuíte|tweet|email|carta|título|títulos|manchete|slogan|função|fórmula|consulta|receita|expressão|piada|tabela|lista|script|crônica|mensagem|poema|convite|comando|cartão|nota|aviso|cartaz|anúncio|discurso|brinde|cardápio|questionário|folheto|adivinha|fábula|postal|macro|resposta|desculpa|lembrete|comunicado|nome|nomes|apelido|lema|ata|currículo|horário|checklist|diálogo|bilhete|haiku|convites",
    ],
  },
  {
    concept: "closed-output",
    value: "statement",
    patterns: [
      "dê|escreva|liste|cite|faça|crie|sugira|diga me? exatamente? #",
      "sim ou não",
      "verdadeiro ou falso",
      "um|uma por linha",
      "lista numerada",
      "em tópicos",
    ],
  },
  {
    concept: "fields",
    patterns: ["chave|chaves|campo|campos|coluna|colunas|esquema|propriedade|propriedades|cabeçalho"],
  },
];
