import type { Reference, Table } from "./catalogue.ts";
import { GROUPS, requireGrouped } from "./groups.ts";

const HEAD = `# Database schema

Written by \`node scripts/schema.ts\` from the live catalogue of a freshly migrated database; a test compares it. Beside it: [the same as one picture](database-schema.png).
The schema is \`promptr\`; jobs are in \`pgboss\`, which pg-boss makes. Who may see which row is in [0001](decisions/0001-row-level-security.md): every table has row level
security, enabled and forced. Nearly every row hangs on its account: references to \`profiles\` are marked in the picture and not drawn.
`;

const mark = (table: Table, name: string, isKey: boolean): string => {
  const marks = [isKey && "PK", table.references.some(({ columns }) => columns.includes(name)) && "FK"].filter(Boolean);
  return marks.length > 0 ? ` ${marks.join(",")}` : "";
};

const arrow = (table: Table, { columns, target, onDelete }: Reference): string =>
  `  ${target} ||--o{ ${table.name} : "${columns.join(", ")} (${onDelete})"`;

function mermaid(tables: readonly Table[]): string {
  const blocks = tables.map((table) => {
    const columns = table.columns.map(
      ({ name, type, isNullable, isKey }) =>
        `    ${type} ${name}${mark(table, name, isKey)}${isNullable ? ' "may be null"' : ""}`,
    );
    return [`  ${table.name} {`, ...columns, "  }"].join("\n");
  });
  const arrows = tables.flatMap((table) => table.references.map((reference) => arrow(table, reference)));
  return ["```mermaid", "erDiagram", ...blocks, ...arrows, "```"].join("\n");
}

/** docs/database-schema.md: for each group what its tables are, and a Mermaid diagram of them. */
export function pageOf(catalogue: readonly Table[]): string {
  requireGrouped(catalogue.map(({ name }) => name));
  const sections = GROUPS.map(({ title, tables }) => {
    const rows = Object.entries(tables).map(([name, what]) => `| \`${name}\` | ${what} |`);
    const own = catalogue.filter(({ name }) => name in tables);
    return [`## ${title}`, ["| table | a row is |", "|---|---|", ...rows].join("\n"), mermaid(own)].join("\n\n");
  });
  return `${[HEAD, ...sections].join("\n").trimEnd()}\n`.replaceAll("\n## ", "\n\n## ").replaceAll(/\n{3,}/g, "\n\n");
}
