import { jsonBracesAmbiguous } from "./braces.ts";
import { contradictoryPair, negatedDuplicate } from "./contradiction.ts";
import { undefinedVariable, unusedVariable } from "./declared.ts";
import { exampleViolatesFormat } from "./example-format.ts";
import { exampleLeaksPlaceholder } from "./example-placeholder.ts";
import { injectionPhraseInPublicPrompt } from "./injection.ts";
import { mixedLanguage } from "./languages.ts";
import { impossibleLength } from "./length.ts";
import { pastedLogWithoutQuestion } from "./log.ts";
import { multiTaskInOne } from "./many-tasks.ts";
import { modelRetired, modelRetiringSoon } from "./model.ts";
import { noOutputContract, outputContractWithoutFields } from "./output.ts";
import { paramUnsupportedByModel } from "./parameters.ts";
import { personalDataDetected } from "./personal.ts";
import { placeholderLeft } from "./placeholder.ts";
import { flatteryWithoutTask } from "./praise.ts";
import { negationOnly } from "./prohibitions.ts";
import { redundantParagraph } from "./redundancy.ts";
import { unpinnedReference } from "./reference.ts";
import type { Rule } from "./rule.ts";
import { secretDetected } from "./secret.ts";
import { shouting } from "./shouting.ts";
import { dynamicBeforeStatic, overContextWindow } from "./size.ts";
import { missingReferent } from "./referent.ts";
import { emptyTask, taskTooThin } from "./task.ts";
import { hiddenUnicode } from "./unicode.ts";
import { nearDuplicateVariable, unclosedBrace, untrustedVariable } from "./variables.ts";
import { keywordStuffing, vagueQuantifier } from "./wording.ts";

/** Every rule; the order does not matter to the score. A further rule is a line here and a module beside. */
export const RULES: readonly Rule[] = [
  emptyTask,
  taskTooThin,
  missingReferent,
  pastedLogWithoutQuestion,
  placeholderLeft,
  exampleLeaksPlaceholder,
  noOutputContract,
  outputContractWithoutFields,
  exampleViolatesFormat,
  contradictoryPair,
  negatedDuplicate,
  impossibleLength,
  mixedLanguage,
  multiTaskInOne,
  negationOnly,
  vagueQuantifier,
  keywordStuffing,
  shouting,
  flatteryWithoutTask,
  redundantParagraph,
  dynamicBeforeStatic,
  secretDetected,
  personalDataDetected,
  injectionPhraseInPublicPrompt,
  hiddenUnicode,
  untrustedVariable,
  unclosedBrace,
  jsonBracesAmbiguous,
  nearDuplicateVariable,
  undefinedVariable,
  unusedVariable,
  unpinnedReference,
  modelRetired,
  modelRetiringSoon,
  paramUnsupportedByModel,
  overContextWindow,
];
