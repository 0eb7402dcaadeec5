// A board of a unit: its own figures and those of the units below, added up.
import { own } from "./own.js";

export const files = {
  points: "points", star: "stars", grid: "grids", outcome: "outcomes", income: "income", post: "posts", team: "teams", contract: "contracts",
  meeting: "meetings", errand: "errands", task: "tasks", question: "questions", honour: "honours", duty: "duty",
};
const yearly = ["points", "star", "income"];

const add = (to, more) => {
  for (const [key, value] of Object.entries(more ?? {})) to[key] = (to[key] ?? 0) + value;
};

function join(to, more) {
  add(to.n, more.n);
  add(to.h, more.h);
  for (const [name, sums] of Object.entries(more.t)) add((to.t[name] ??= {}), sums);
}

// years are those of which a unit, or one below it, has a board; 0 for boards without.
export function years(u, word) {
  const f = u.files[files[word]];
  const mine = !f ? [] : yearly.includes(word) ? Object.keys(f).map(Number) : [0];
  const below = word === "duty" ? [] : u.below.flatMap((b) => years(b, word));
  return [...new Set([...mine, ...below])].sort();
}

// figures returns the board; null where neither the unit nor one below has anything to tell.
export function figures(u, word, year) {
  const key = word + year;
  u.kept ??= {};
  if (key in u.kept) return u.kept[key];
  const f = year ? u.files[files[word]]?.[year] : u.files[files[word]];
  const below = word === "duty" ? [] : u.below.map((b) => ({ unit: b, all: figures(b, word, year) }));
  if (!f && !below.some((b) => b.all)) return (u.kept[key] = null);
  const all = { n: {}, h: {}, t: {}, f, own: f && own[word](u, f, year) };
  if (all.own) join(all, all.own);
  for (const b of below) if (b.all) join(all, b.all);
  all.units = below.filter((b) => b.all);
  all.missing = all.units.length ? below.filter((b) => !b.all).map((b) => b.unit.name) : [];
  return (u.kept[key] = all);
}
