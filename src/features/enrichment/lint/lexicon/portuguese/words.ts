import type { Words } from "../lexicon.ts";

export const PORTUGUESE_WORDS: Words = {
  function:
    "o a os as um uma uns umas ao à aos às do da dos das no na nos nas num numa pelo pela de em e ou que qual com por para se seu sua seus suas meu minha me te lhe é são ser está estão estar este esta isto esse essa isso como mais muito muita sim mas sobre entre quando onde quem já há foi tem ter você vocês ele ela eles elas até também cada favor",
  generic:
    "faça faz fazer ajude ajuda escreva escreve gere crie dê me dá diga preciso quero coisa coisas algo tarefa texto resposta bom boa melhor",
  instruction:
    "escreva escreve gere crie redija elabore monte explique descreva analise compare resuma traduza traduz corrija classifique converta calcule extraia liste responda devolva retorne use usa seja não nunca jamais sempre só somente inclua evite mantenha preserve diga informe comece termine feche dê dá cite peça trate transforme consulte avise avalie revise encontre escolha indique ignore pare mostre prepare planeje sugira verifique aja faça conte narre relate apresente mencione proponha adicione acrescente conserve organize selecione procure ordene reformule adote respeite limite decida recomende simplifique encurte fale ofereça coloque desenhe imagine invente pesquise marque repita pergunte substitua preencha separe divida deixe aplique formate desenvolva complete conclua explica",
  conditional: "se quando caso salvo exceto onde senão",
  subpart:
    "título subtítulo resumo introdução conclusão seção seções cada descrição assunto nome primeiro primeira segundo segunda último última exemplo exemplos entrada item",
  negation: "não nunca jamais sem evite nem tampouco ninguém nenhum nenhuma",
  modal: "deve devem deverá tem sempre favor use",
  jargon:
    "especialista profissional qualidade detalhado detalhada completo completa específico específica claro clara conciso concisa preciso precisa estruturado estruturada formato contexto papel tarefa passo passos exemplo exemplos requisitos instruções importante melhores boas práticas nível mundial experiência anos estilo saída público alvo tom tópicos json markdown tabela prompt perfeito incrível nota máxima excelente pense aja seja alta abrangente precisas especificado escrito dê indicado classe especialistas restrições objetivo objetivos cadeia pensamento perfeita ótimo ótima exato exata profissionalmente experiente raciocínio melhor",
  outputVerb: "responda devolva retorne escreva dê forneça entregue",
  only: "só somente apenas unicamente exclusivamente nada",
  reply: "resposta respostas saída resultado tudo texto contestação",
  praise:
    "você é o a os as melhor melhores mais incrível brilhante inteligente inteligentíssimo genial fantástico maravilhoso maravilhosa ia assistente modelo do da mundo de em e muito muita obrigado obrigada por tudo existir sua ajuda confio sei que pode consegue um uma gênio sou seu sua fã adoro te meu minha trabalho carreira depende disso demais super gentil amo amor maravilha sempre obrigadão valeu vc show top gente boa admiro nunca vi",
  praiseCore:
    "melhor incrível brilhante inteligentíssimo genial fantástico maravilhoso obrigado obrigada confio gênio depende fã adoro inteligente gentil amo admiro valeu maravilha demais",
  caps: "nunca sempre deve devem favor só responda escreva use não se com que para um uma do da os as no na em me",
  every: "todo toda todos todas cada inteiro inteira tudo",
  turning: "esqueça esquecer hesite deixe",
};
