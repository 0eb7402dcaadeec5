// The data folder as a tree of units: what each file holds, under its name.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { CORE_SCHEMA, load } from "js-yaml";

const yaml = (file) => load(readFileSync(file, "utf8"), { schema: CORE_SCHEMA }) ?? {};

// read returns the unit of a folder with those below it.
export function read(dir, path = []) {
  const u = { path, files: {}, below: [] };
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const at = join(dir, entry.name);
    if (entry.isFile() && entry.name.endsWith(".yaml")) u.files[entry.name.slice(0, -5)] = yaml(at);
    if (!entry.isDirectory()) continue;
    const names = readdirSync(at);
    if (names.includes("unit.yaml")) u.below.push(read(at, [...path, entry.name]));
    else u.files[entry.name] = Object.fromEntries(names.map((name) => [name.slice(0, -5), yaml(join(at, name))]));
  }
  u.name = u.files.unit?.名称 ?? "";
  return u;
}

// all lists a unit and those below it.
export const all = (u) => [...(u.files.unit ? [u] : []), ...u.below.flatMap(all)];
