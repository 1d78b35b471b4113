import type { Words } from "../lexicon.ts";

export const FRENCH_WORDS: Words = {
  function:
    "le la les l un une des du de d au aux et ou mais si que qu qui quoi dont où en dans sur sous avec sans pour par ne n pas plus très je tu il elle on nous vous ils elles me m te t se s mon ma mes ton ta tes son sa ses notre votre leur ce c cet cette ces est sont être a ont avoir sera comme aussi tout toute tous toutes chaque y s'il plaît",
  generic:
    "fais faites faire aide écris écrivez génère crée donne dis besoin veux chose choses quelque tâche texte réponse bon mieux meilleur",
  instruction:
    "écris écrivez génère crée rédige rédigez explique expliquez décris analyse compare résume résumez traduis traduisez corrige classe convertis calcule extrais énumère réponds répondez renvoie utilise utilisez sois soyez ne pas jamais toujours uniquement seulement évite inclus tu vous maximum donne donnez présente présentez raconte racontez montre indique indiquez cite citez mentionne propose proposez prépare préparez commence commencez termine terminez ajoute ajoutez garde gardez organise planifie choisis trouve cherche vérifie compte transforme reformule corrigez adopte respecte limite décide juge note liste dresse établis développe imagine invente évalue recommande suggère simplifie raccourcis formule explore relève tiens conserve laisse mets fais faites dis dites aide traite répète pose rappelle parle",
  conditional: "si quand lorsque sinon sauf cas selon",
  subpart:
    "titre titres résumé introduction conclusion section sections chaque par description objet nom premier première dernier dernière exemple exemples entrée",
  negation: "ne n pas jamais sans évite évitez aucun aucune rien personne",
  modal: "doit dois doivent devez toujours s'il vous plaît utilise utilisez merci veuillez",
  jargon:
    "expert professionnel qualité détaillé détaillée complet complète spécifique clair claire concis concise précis précise structuré format contexte rôle étape étapes exemple exemples exigences consignes important agis classe mondiale ans années expérience exact exacte réfléchis tâche style sortie haute instructions précises public cible ton bonnes pratiques puces tableau json markdown prompt écrit bien note maximale excellente excellent indiqué indiquée parfait parfaite pense chain professionnelle experte optimal optimale réflexion objectif objectifs meilleures contraintes valide prose pur",
  outputVerb: "réponds répondez renvoie renvoyez retourne donne donnez écris fournis rends affiche",
  only: "uniquement seulement exclusivement",
  reply: "tout ensemble total réponse réponses sortie résultat tout texte",
  praise:
    "tu es vous êtes le la les meilleur meilleure plus incroyable brillant brillante génial intelligent intelligente fantastique merveilleux ia assistant modèle du monde au de et très vraiment merci beaucoup pour ton votre aide je crois en toi sais que peux un une génie mon travail carrière dépend ça cela en si gentil gentille aime t adore tellement mille fois tout toujours formidable super extraordinaire parfait connaisse jamais vu génies fier fière admire confiance suis fan grand",
  praiseCore:
    "meilleur meilleure incroyable brillant brillante génial fantastique merveilleux merci crois génie dépend formidable super extraordinaire adore aime admire mercis gentil gentille intelligent intelligente fan",
  caps: "jamais toujours doit dois uniquement réponds écris ne pas les des une sur dans avec pour vous est",
  every: "tout toute tous toutes chaque entier entière",
  turning: "mais oublie oubliez hésite hésitez",
};
