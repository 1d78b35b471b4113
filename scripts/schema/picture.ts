import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Table } from "./catalogue.ts";
import { GROUPS, requireGrouped } from "./groups.ts";

const FONT = "Liberation Sans";
/** Debian's fonts-liberation, which Chromium brings; the layout reckons with the widths of Arial, and these are the same. */
const FONT_FOLDER = "/usr/share/fonts/truetype/liberation";
const COLOURS = [
  "#e0e7ff",
  "#dcfce7",
  "#fef3c7",
  "#fce7f3",
  "#e0f2fe",
  "#ede9fe",
  "#ffedd5",
  "#f1f5f9",
  "#d1fae5",
  "#fee2e2",
  "#e7e5e4",
  "#e2e8f0",
];

const cell = (text: string, attributes = ""): string => `<TD ALIGN="LEFT"${attributes}>${text}</TD>`;

function node(table: Table, colour: string, drawn: ReadonlySet<string>): string {
  const rows = table.columns.map(({ name, type, isNullable, isKey }) => {
    const away = table.references.find(
      ({ columns, target }) => columns[0] === name && (target === table.name || !drawn.has(target)),
    );
    const note = away ? ` <FONT COLOR="#6d28d9">to ${away.target}</FONT>` : "";
    const shown = isKey ? `<B>${name}</B>` : name;
    return `<TR>${cell(shown, ` PORT="${name}"`)}${cell(`<FONT COLOR="#525252">${type}${isNullable ? "?" : ""}</FONT>${note}`)}</TR>`;
  });
  const head = `<TR><TD COLSPAN="2" BGCOLOR="${colour}"><B><FONT POINT-SIZE="13">${table.name}</FONT></B></TD></TR>`;
  return `"${table.name}" [label=<<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="4" COLOR="#a3a3a3" BGCOLOR="white">${head}${rows.join("")}</TABLE>>]`;
}

/** One drawing for each group: lines where both ends are in it, a note in the row where the other end is elsewhere. */
export function dotsOf(catalogue: readonly Table[]): string[] {
  requireGrouped(catalogue.map(({ name }) => name));
  return GROUPS.map(({ tables }, index) => {
    const own = catalogue.filter(({ name }) => name in tables);
    const drawn = new Set(own.map(({ name }) => name).filter((name) => name !== "profiles" || "sessions" in tables));
    const colour = COLOURS[index % COLOURS.length] ?? "white";
    const edges = own.flatMap(({ name, references }) =>
      references
        .filter(({ target }) => target !== name && drawn.has(target))
        .map(({ target, columns }) => `"${target}" -> "${name}":"${columns[0]}" [dir=back]`),
    );
    return [
      `digraph { rankdir=LR; bgcolor=transparent; nodesep=0.25; ranksep=0.7;`,
      `node [shape=plain, fontname="Arial", fontsize=11]; edge [color="#525252", arrowtail=none, arrowsize=0.8];`,
      ...own.map((table) => node(table, colour, drawn)),
      ...edges,
      "}",
    ].join("\n");
  });
}

/** What a picture was drawn from; kept in the PNG, because its pixels may differ where fonts do. */
export const digestOf = (dots: readonly string[]): string => createHash("sha256").update(dots.join("\n")).digest("hex");

type Panel = { readonly title: string; readonly svg: string; readonly width: number; readonly height: number };
const MARGIN = 24;
const TITLE = 40;
const TOP = 80;
const WIDTH = 2_300;

function panelOf(title: string, svg: string): Panel {
  const [, width = "0", height = "0"] = /width="([\d.]+)pt" height="([\d.]+)pt"/.exec(svg) ?? [];
  const inner = svg.slice(svg.indexOf("<g "), svg.lastIndexOf("</svg>"));
  return { title, svg: inner, width: Number(width), height: Number(height) };
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

type Box = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.w + MARGIN && b.x < a.x + a.w + MARGIN && a.y < b.y + b.h + MARGIN && b.y < a.y + a.h + MARGIN;

/** The highest free place for a box of this size, and of those the leftmost: beside or below one that has its place. */
function placeFor(w: number, h: number, placed: readonly Box[]): Box {
  const xs = [MARGIN, ...placed.map((box) => box.x + box.w + MARGIN)].filter((x) => x + w <= WIDTH - MARGIN);
  const ys = [TOP, ...placed.map((box) => box.y + box.h + MARGIN)];
  const free = ys
    .flatMap((y) => (xs.length > 0 ? xs : [MARGIN]).map((x): Box => ({ x, y, w, h })))
    .filter((box) => !placed.some((other) => overlap(box, other)));
  return free.sort((one, other) => one.y - other.y || one.x - other.x)[0] ?? { x: MARGIN, y: TOP, w, h };
}

/** The panels on one sheet, the largest first. */
function compose(panels: readonly Panel[]): string {
  const placed: Box[] = [];
  const drawn = panels
    .toSorted((a, b) => b.height * b.width - a.height * a.width)
    .flatMap(({ title, svg, width, height }) => {
      const box = placeFor(Math.max(width, title.length * 11) + 2 * MARGIN, height + TITLE + MARGIN, placed);
      placed.push(box);
      return [
        `<g transform="translate(${box.x} ${box.y})"><rect width="${box.w}" height="${box.h}" rx="12" fill="#fafafa" stroke="#d4d4d4"/>`,
        `<text x="${MARGIN}" y="28" font-family="${FONT}" font-size="18" font-weight="bold" fill="#1b1b23">${escaped(title)}</text>`,
        `<g transform="translate(${MARGIN} ${TITLE})">${svg}</g></g>`,
      ];
    });
  const bottom = Math.max(...placed.map(({ y, h }) => y + h));
  const heading =
    "Promptr: tables of the schema promptr by feature. Bold: primary key. ?: may be null. “to …”: a reference out of its box.";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${WIDTH}" height="${bottom + MARGIN}">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    `<text x="${MARGIN}" y="48" font-family="${FONT}" font-size="22" fill="#1b1b23">${escaped(heading)}</text>`,
    ...drawn,
    "</svg>",
  ].join("\n");
}

const KEYWORD = "Source-SHA256";
const HEADER_BYTES = 33;

/** The picture with a line of text in it (PNG §11.3.4.3), right behind its header. */
function withDigest(png: Buffer, digest: string): Buffer {
  const data = Buffer.from(`tEXt${KEYWORD}\0${digest}`, "latin1");
  const chunk = Buffer.alloc(data.length + 8);
  chunk.writeUInt32BE(data.length - 4, 0);
  data.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(data), data.length + 4);
  return Buffer.concat([png.subarray(0, HEADER_BYTES), chunk, png.subarray(HEADER_BYTES)]);
}

/** What a picture says it was drawn from. */
export const digestIn = (png: Buffer): string | undefined =>
  new RegExp(`${KEYWORD}\0([0-9a-f]{64})`).exec(png.subarray(0, 200).toString("latin1"))?.[1];

/** Draws the picture: DOT to SVG by Graphviz (in WebAssembly), SVG to PNG by resvg. @throws Error without the font. */
export async function draw(dots: readonly string[]): Promise<Buffer> {
  const { instance } = await import("@viz-js/viz");
  const { Resvg } = await import("@resvg/resvg-js");
  const viz = await instance();
  const panels = dots.map((dot, index) =>
    panelOf(
      GROUPS[index]?.title ?? "",
      viz.renderString(dot, { format: "svg" }).replaceAll('font-family="Arial"', `font-family="${FONT}"`),
    ),
  );
  const files = ["Regular", "Bold"].map((face) => `${FONT_FOLDER}/LiberationSans-${face}.ttf`);
  const font = { fontFiles: files, loadSystemFonts: false, defaultFontFamily: FONT };
  return withDigest(Buffer.from(new Resvg(compose(panels), { font }).render().asPng()), digestOf(dots));
}
