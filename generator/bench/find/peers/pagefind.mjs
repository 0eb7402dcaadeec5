/* A page a unit: each record is a heading with an anchor, so that Pagefind can name it as a
   part of its page; how it is typed in letters stands below it, hidden, with a weight. */
import { createRequire } from "module";
import fs from "fs";
const [, , modules, dir, out] = process.argv;
const { pinyin } = createRequire(modules + "/")("pinyin-pro"), spell = createRequire(dir + "/")("./spell.cjs");
const units = new Map();
for (const r of JSON.parse(fs.readFileSync(dir + "/records.json", "utf8"))) {
  if (!units.has(r.unit)) units.set(r.unit, []);
  units.get(r.unit).push(r);
}
const text = s => s.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const row = (r, h) => `<${h} id="r${r.id}" data-pagefind-weight="7">${text(r.label)}</${h}>
<p>${text([r.group, r.role, r.text === r.label ? "" : r.text, r.phone, r.kind === "u" ? r.places : ""].filter(Boolean).join(" "))}
<span hidden data-pagefind-weight="5">${r.name ? spell(pinyin, r.name) : ""}</span></p>
`;
for (const [u, list] of units) {
  const unit = list.find(r => r.kind === "u");
  fs.mkdirSync(`${out}/${u}`, { recursive: true });
  fs.writeFileSync(`${out}/${u}/index.html`, `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${text(unit.name)}</title><main data-pagefind-body>
${row(unit, "h1")}${list.filter(r => r !== unit).map(r => row(r, "h3")).join("")}</main></html>`);
}
