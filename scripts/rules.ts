import { writeFileSync } from "node:fs";
import { PAGE, rulesPage } from "./rules-page.ts";

writeFileSync(PAGE, rulesPage());
