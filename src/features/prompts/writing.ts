import { violated } from "../../db/faults.ts";
import { Failure } from "../../errors.ts";
import { Answer } from "../../feature.ts";
import { type Actor, atomically, type Inner, type Scope } from "../../scope.ts";
import { fieldsOf, hashContent, valuesOf } from "./fields.ts";
import { changePrompt, deletePrompt, keepVersion, lockPrompt, type PromptRow } from "./queries.ts";
import { toPrompt } from "./service.ts";
import type { Prompt, PromptChanges } from "./schema.ts";
