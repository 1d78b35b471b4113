import { contradictoryPair, negatedDuplicate } from "./contradiction.ts";
import { modelRetired } from "./model.ts";
import { noOutputContract, outputContractWithoutFields } from "./output.ts";
import { personalDataDetected } from "./personal.ts";
import { placeholderLeft } from "./placeholder.ts";
import { flatteryWithoutTask } from "./praise.ts";
import { redundantParagraph } from "./redundancy.ts";
import type { Rule } from "./rule.ts";
import { secretDetected } from "./secret.ts";
import { shouting } from "./shouting.ts";
import { emptyTask, missingReferent, taskTooThin } from "./task.ts";
import { hiddenUnicode } from "./unicode.ts";
import { nearDuplicateVariable, unclosedBrace, untrustedVariable } from "./variables.ts";
import { keywordStuffing, vagueQuantifier } from "./wording.ts";

/** Every rule; the order does not matter to the score. A further rule is a line here and a module beside. */
export const RULES: readonly Rule[] = [
  emptyTask,
  taskTooThin,
  missingReferent,
  placeholderLeft,
  noOutputContract,
  outputContractWithoutFields,
  contradictoryPair,
  negatedDuplicate,
  vagueQuantifier,
  keywordStuffing,
  shouting,
  flatteryWithoutTask,
  redundantParagraph,
  secretDetected,
  personalDataDetected,
  hiddenUnicode,
  untrustedVariable,
  unclosedBrace,
  nearDuplicateVariable,
  modelRetired,
];
