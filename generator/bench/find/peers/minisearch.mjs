/* The index of MiniSearch and the script that reads it. */
import { createRequire } from "module";
import fs from "fs";
const [, , modules, dir, out] = process.argv;
const need = createRequire(modules + "/"), own = createRequire(dir + "/");
const MiniSearch = need("minisearch"), { pinyin } = need("pinyin-pro"), spell = own("./spell.cjs");
const index = new MiniSearch(own("./terms.js"));
index.addAll(JSON.parse(fs.readFileSync(dir + "/records.json", "utf8")).map(r => ({ ...r, pinyin: r.name ? spell(pinyin, r.name) : "" })));
fs.mkdirSync(out + "/index", { recursive: true });
fs.writeFileSync(out + "/index/index.json", JSON.stringify(index));
const code = fs.readFileSync(modules + "/node_modules/minisearch/dist/umd/index.js", "utf8") + fs.readFileSync(dir + "/terms.js", "utf8");
fs.writeFileSync(out + "/index/minisearch.js", need("esbuild").transformSync(code, { minify: true }).code);
