/* An entry a record, as Pagefind's API takes them. */
import { createRequire } from "module";
import { pathToFileURL } from "url";
import fs from "fs";
const [, , modules, dir, out] = process.argv;
const need = createRequire(modules + "/");
const { pinyin } = need("pinyin-pro"), spell = createRequire(dir + "/")("./spell.cjs");
const pagefind = await import(pathToFileURL(modules + "/node_modules/pagefind/lib/index.js"));
const { index } = await pagefind.createIndex({ forceLanguage: "zh" });
for (const r of JSON.parse(fs.readFileSync(dir + "/records.json", "utf8"))) {
  const content = [r.label, r.group, r.role, r.text === r.label ? "" : r.text, r.phone, r.places, r.name ? spell(pinyin, r.name) : ""];
  const { errors } = await index.addCustomRecord({ url: "/" + r.id, language: "zh", content: content.filter(Boolean).join(" "), meta: { title: r.label } });
  if (errors.length) throw new Error(errors.join());
}
const { errors } = await index.writeFiles({ outputPath: out + "/index" });
if (errors.length) throw new Error(errors.join());
await pagefind.close();
