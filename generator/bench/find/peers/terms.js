/* The terms of a text for MiniSearch: of Han characters one by one and in pairs, words of
   letters, numbers; of a query pairs where there are any. */
function terms(text, asked) {
  var out = [];
  (text.normalize("NFKC").replace(/\u00b7/g, "").toLowerCase().match(/[\u2e80-\u9fff\u{20000}-\u{3ffff}]+|[a-z]+|[0-9]+/gu) || []).forEach(function (run) {
    var c = Array.from(run);
    if (run[0] < "\u2e80") { out.push(run); return; }
    if (!asked || c.length < 2) out.push.apply(out, c);
    for (var i = 1; i < c.length; i++) out.push(c[i - 1] + c[i]);
  });
  return out;
}
var options = {
  fields: ["name", "pinyin", "text", "role", "group", "phone", "places"],
  storeFields: ["label", "unit"],
  tokenize: function (text) { return terms(text, false); },
  processTerm: function (term) { return term; },
  searchOptions: {
    tokenize: function (text) { return terms(text, true); },
    combineWith: "AND",
    prefix: function (term) { return term.length > 1 && /^[a-z]/.test(term); },
    boost: { name: 6, pinyin: 3, text: 2 }
  }
};
if (typeof module === "object") module.exports = options;
