import type { Words } from "../lexicon.ts";

export const GERMAN_WORDS: Words = {
  function:
    "der die das den dem des ein eine einen einem einer eines und oder aber wenn dann als wie so nicht kein keine ist sind war sein hat haben wird werden kann können soll sollen muss müssen darf ich du er sie es wir ihr mich dich sich mir dir uns mein dein ihre in im an am auf aus bei mit nach von vom zu zum zur für über unter durch um dass auch nur noch schon sehr hier dort was wer wo wann warum welche bitte",
  generic:
    "mach machen hilf hilfe schreibe schreib erstelle generiere gib sag brauche will sache sachen etwas was aufgabe text antwort gut besser",
  instruction:
    "schreibe schreib erstelle generiere verfasse erkläre beschreibe analysiere vergleiche fasse übersetze korrigiere klassifiziere berechne extrahiere liste nenne antworte antworten gib verwende nutze sei halte nicht nie niemals immer nur bitte du sie maximal höchstens achte vermeide nenn mach mache erzähl erzähle berichte stell stelle zeig zeige ordne ordnen beantworte beantworten begründe bewerte prüfe formuliere plane plan organisiere empfiehl schlag schlage such suche finde wähle entscheide beginne beginn ende beende lass lasse trenne füge ergänze kürze vereinfache zitiere erwähne behandle beachte verwenden nutzen schreiben vermeiden nennen beschreib erklär vergleich überarbeite formatiere sortiere zähle markiere wiederhole führe zeichne entwirf mische rechne löse bau baue hol hole kontrolliere verfass erfinde diskutiere erläutere skizziere untersuche zerlege weise verlange",
  conditional: "wenn falls sofern sonst außer ansonsten andernfalls wo",
  subpart:
    "titel überschrift überschriften zusammenfassung einleitung fazit abschnitt abschnitte jede jeder jedes pro betreff name beispiel beispiele erste ersten erster letzte eingabe",
  negation: "nicht nie niemals kein keine keinen keinem ohne vermeide nichts niemandem niemand niemanden nirgends",
  modal: "soll sollst sollte muss musst müssen immer bitte verwende nutze",
  jargon:
    "experte expertin professionell qualität detailliert umfassend spezifisch klar präzise strukturiert format kontext rolle schritt schritte beispiel beispiele anforderungen anweisungen wichtig sorgfältig handle weltklasse jahren jahre erfahrung konkret ausführlich genau denke aufgabe stil ausgabeformat hohe zielgruppe tonfall bewährte verfahren stichpunkte tabelle json markdown prompt geschrieben vollständig vergib höchste punktzahl note hervorragend angegeben anweisung beispielhaft professionelle erfahrener erfahrene fachmann perfekt perfekte optimal optimale exakt strukturierte klare genaue ziel ziele denk überlege kreativ hochwertig hochwertige ausgabe gültiges gültigem valides reines",
  outputVerb: "antworte antworten gib ausgeben schreibe liefere nenne nenn schreib gebe erstelle formuliere",
  only: "nur ausschließlich lediglich",
  reply: "zusammen insgesamt alles antwort antworten ausgabe ergebnis alles text sprache",
  praise:
    "du bist der die das beste besten klügste großartig toll genial fantastisch brillant intelligent ki assistent modell der welt so sehr wirklich danke vielen dank für deine hilfe ich glaube an dich weiß dass kannst es ein eine wunderbar mein job karriere hängt davon ab einfach unglaublich klug nett liebe lieb tausend mal super spitze klasse hammer genie hilfst mir immer und auch toller tolle finde dir euch habe alles was herzlichen herzlich unendlich stolz bewundere vertraue",
  praiseCore:
    "beste besten klügste großartig toll genial fantastisch brillant danke dank glaube wunderbar hängt klug klüger unglaublich liebe super spitze genie bewundere vertraue herzlichen lieb nett",
  caps: "nie niemals immer nur bitte nicht muss antworte schreibe gib auf der die das und kein keine mit den dem ein eine",
  every: "alle alles allen aller jeder jede jedes jeden ganze ganzen sämtliche",
  turning: "sondern vergiss vergessen zögere zögern",
};
