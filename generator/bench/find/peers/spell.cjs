/* How a name may be typed in letters: its syllables, all in one, the given name, initials. */
module.exports = function (pinyin, name) {
  const list = pinyin(name, { toneType: "none", type: "array", surname: "head", v: true, nonZh: "removed" }).filter(Boolean);
  if (!list.length) return "";
  const initials = list.map(s => s[0]).join("");
  const words = new Set([...list, list.join(""), initials]);
  if (list.length > 2) {
    words.add(list.slice(1).join(""));
    words.add(initials.slice(1));
  }
  return [...words].join(" ");
};
