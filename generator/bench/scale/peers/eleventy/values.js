// What staff type, as numbers; and what sums are made with.
export const today = process.env.GONGSHI_DAY;

export const num = (v) => parseFloat(v) || 0;
export const unit = (v) => String(v).replace(/^[\d.]+[余多]?/, "");
export const precision = (v) => (/余|多/.test(v) ? "atLeast" : "exact");

// fen is an amount in hundredths of a yuan.
export const fen = (v) => (v ? Math.round(num(v) * (String(v).includes("万") ? 1e6 : 100)) : 0);

const day = 86400000;
export const days = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / day);
export const after = (from, n) => new Date(Date.parse(from) + n * day).toISOString().slice(0, 10);

export const percent = (part, whole) => (whole ? Math.round((part * 1000) / whole) / 10 : 0);
export const hundredths = (a, b) => (b ? Math.round((a * 100) / b) / 100 : 0);

export function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

export function tally(list, key, by = () => 1) {
  const sums = {};
  for (const row of list) {
    for (const name of [key(row)].flat()) if (name) sums[name] = (sums[name] ?? 0) + by(row);
  }
  return sums;
}

// on tells whether the public may see a record in the web today.
export const on = (row) => (!row.渠道 || row.渠道.includes("网站")) && !(row.到期 && row.到期 < today);

export function grouped(list, key) {
  const groups = new Map();
  for (const row of list) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return [...groups.values()];
}

// concealed puts together what has nothing that the public may see.
export function concealed(sums, isOpen) {
  const all = {};
  for (const [name, n] of Object.entries(sums ?? {})) {
    const as = isOpen(name) ? name : "未公开";
    all[as] = (all[as] ?? 0) + n;
  }
  return all;
}
