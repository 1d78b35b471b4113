import type { Words } from "../lexicon.ts";

export const ENGLISH_WORDS: Words = {
  function:
    "a an the this that these those it its i me my we us our you your he she they them their his her of in on at to for from with by about as into and or but if then than so not no do does be is are was were been being can could should would will shall must may might have has had please there here what which who whom how when where why also just very only all any some each every more most other such own same too both up out over under",
  generic:
    "do make help write generate create give tell get need want produce provide show thing things stuff something anything someone it this that good nice better great cool new task work text content output answer response",
  instruction:
    "write generate create compose draft produce explain describe analyze analyse discuss compare review summarize summarise outline plan translate rewrite rephrase paraphrase proofread correct fix classify convert calculate extract list name give tell return reply respond answer output use keep be make ensure include avoid never always do don only please you your format limit follow provide start end read consider act help add remove focus highlight mention state cite think say ask quote choose decide check sort treat mark",
  conditional: "if when unless otherwise except depending whenever where case else instead",
  subpart:
    "title titles headline headlines summary intro introduction conclusion section sections each every per description subject caption name names heading headings abstract step steps first second last example examples comment comments input inputs incoming receive receives convert parse source",
  negation: "not never no don doesn avoid without shouldn mustn cannot refrain",
  modal: "should must please always ever will can shall do does use",
  jargon:
    "expert experts professional professionally world class best practice practices quality high detailed detail details comprehensive thorough thoroughly specific specifically clear clearly concise concisely precise accurate accurately structured structure format formatted context role task step steps example examples constraint constraints requirement requirements instruction instructions guideline guidelines prompt ai optimized optimised ultimate perfect amazing advanced senior genius reasoning think chain thought markdown json xml bullet bullets persona tone audience objective goal success criteria important carefully helpful relevant engaging use using points heading headings follow ensure act years experience sure career target voice let written score scored scoring rating mark marks grade excellent specified provided complete completely well flawless premium top table objectives criterion framework methodology rigorous robust actionable insightful deep deeply nuanced coherent logical logically clarity concision relevance tailored leverage skilled knowledgeable experienced maximum",
  outputVerb: "answer respond reply return output give print provide send write produce",
  only: "only just solely exclusively nothing",
  reply: "answer answers response responses reply output result everything total length overall text",
  praise:
    "you re are the best most an a amazing awesome brilliant smartest smart intelligent incredible fantastic wonderful genius great greatest perfect powerful advanced ai assistant model chatbot bot helper language in world on earth ever universe so really truly very absolutely i know believe trust love that can will do it this thank thanks much for your help please and my life job career depends deep take breath tip ll pay dollars is important to career ve got have always been talented capable rock be proud of make me us god king queen good well if only coding used seen met honestly tell all friends about they too fan biggest",
  praiseCore:
    "best amazing awesome brilliant smartest incredible fantastic wonderful genius greatest thank thanks career depends breath tip proud trust believe love powerful",
  caps: "never always must please only answer tell user give use make same show ask say word words list return write reply respond output read this that with from your what when where which then than more most very now here stop keep every each any all not do don you the and for but are is be it in on to of or no if as at by we my me full long short name data file code line page item",
  every: "all every everything everyone each whole entire",
  turning: "but forget hesitate fail neglect",
};
