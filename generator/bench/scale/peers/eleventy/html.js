// HTML whose figures say what they are: data-f names a figure, a list, or a column of one.
const marks = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const text = (v) => String(v ?? "").replace(/[&<>"]/g, (c) => marks[c]);

export const figure = (key, value) => `<p>${key} <b data-f="${key}">${text(value)}</b></p>\n`;

// table writes a list; cells come as text, or as {html}. Without a key its
// figures are not compared.
export function table(key, columns, rows) {
  if (!rows.length) return "";
  const cell = (v) => `<td>${v?.html ?? text(v)}</td>`;
  const mark = (name) => (key ? ` data-f="${name}"` : "");
  return `<table${mark(key)}><tr>${columns.split(" ").map((c) => `<th${mark(c)}>${c}</th>`).join("")}</tr>\n` +
    rows.map((row) => `<tr>${row.map(cell).join("")}</tr>\n`).join("") + "</table>\n";
}

export const nested = (...args) => ({ html: table(...args) });
