// One page for each board of each unit.
import { figures, files, years } from "./figures.js";
import { figure, table, text } from "./html.js";
import { level } from "./own.js";
import { balanced, rows, told, yuan } from "./rows.js";
import { all, read } from "./units.js";
import { on } from "./values.js";

const shown = { points: ["people", "total"], star: ["total"], grid: ["grids", "wardens"], outcome: ["count", "fundsYuan"], income: ["inYuan", "outYuan", "balanceYuan"], post: ["posts", "people"], team: ["teams", "volunteers"], contract: ["count", "unclassified"], meeting: ["count", "done", "late"], errand: ["agents"], task: ["count", "done", "late"], question: ["asked", "answered"], honour: ["count"] };

function list() {
  return all(read(process.env.GONGSHI_DATA)).flatMap((u) => {
    const boards = Object.keys(files).flatMap((word) => years(u, word).map((year, i, them) => ({ u, word, year, to: i === them.length - 1 ? word : `${word}/${year}` })));
    const tables = Object.entries(u.files.tables ?? {}).filter(([, t]) => t.渠道 && on(t) && t.公开范围 === "社会");
    return [...boards, ...tables.map(([name, t]) => ({ u, table: t, to: "table/" + name })), ...(tables.length ? [{ u, tables, to: "table" }] : [])];
  });
}

// sums writes the figures that add up, and those of the units below.
function sums(a, word) {
  const value = (n, key) => (key.endsWith("Yuan") ? yuan(n[key] ?? 0) : (n[key] ?? 0));
  const hidden = { points: ["total"], income: balanced(a) ? [] : ["openingYuan", "balanceYuan"] }[word] ?? [];
  const keys = Object.keys(a.n).filter((key) => !hidden.includes(key));
  const own = a.own && a.units.length && Object.values(a.own.n).some(Boolean) ? [["本级", a.own]] : [];
  const units = a.units.length ? [...own, ...a.units.map((b) => [b.unit.name, b.all])] : [];
  const tells = (b, key) => (key === "total" && word === "points" ? told(b) : key !== "balanceYuan" || balanced(b));
  const levels = word === "star" ? [5, 4, 3, 2, 1] : [], columns = ["unit", ...(shown[word] ?? []), ...levels.map((n) => "levels." + n)];
  return keys.map((key) => figure(key, value(a.n, key))).join("") +
    table("units", columns.join(" "), units.map(([name, b]) => [name, ...(shown[word] ?? []).map((key) => (tells(b, key) ? value(b.n, key) : "")), ...levels.map((n) => b.t.levels[level(n)])])) +
    (a.missing.length ? figure("missing", a.missing.join("、")) : "");
}

function body({ u, word, year, table: t, tables }) {
  if (t) return figure("title", t.标题) + figure("columns", t.栏目.join("、")) + table("rows", t.栏目.map((_, i) => i).join(" "), t.行);
  if (tables) return table("tables", "title address rows", tables.map(([name, t]) => [t.标题, "table/" + name, t.行.length]));
  const a = figures(u, word, year);
  return (year ? figure("year", year) : "") + sums(a, word) + rows[word](u, a, a.f);
}

export default class {
  data() {
    return { pagination: { data: "pages", size: 1, alias: "entry" }, pages: list(), permalink: (d) => [...d.entry.u.path, d.entry.to, "index.html"].join("/") };
  }
  render({ entry: p }) {
    return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${text(p.u.name)} ${p.to}</title>\n<h1 data-f="unit">${text(p.u.name)}</h1>\n${body(p)}</html>\n`;
  }
}
