/* The page's own search box. */
(function () {
  var box = document.getElementById("find"), q = document.getElementById("s"), said = document.getElementById("s-said"), api = window.gongshi, hits, engine;
  Object.defineProperty(window, "gongshi", { configurable: true, get: function () { return api; }, set: function (v) {
    api = v;
    var search = v.search;
    if (!search) return;
    v.search = function (text, home, done) {
      var began = performance.now();
      search.call(v, text, home, function (a) {
        engine = performance.now() - began;
        hits = a.results.map(function (r) { return { Unit: r.unit, Kind: r.kind, Name: r.name, Mark: r.mark, Text: r.text }; });
        done(a);
      });
    };
  } });
  function set(text) {
    q.value = text;
    q.dispatchEvent(new Event("input"));
  }
  bench.focus = function () { q.focus(); };
  bench.type = function (text, shown) {
    hits = null;
    var watch = new MutationObserver(function () {
      if (!hits || !said.textContent || said.textContent === box.getAttribute("data-wait")) return;
      watch.disconnect();
      shown(hits, engine);
    });
    watch.observe(box, { childList: true, subtree: true, characterData: true });
    set(text);
  };
  bench.clear = function () {
    set("");
    return new Promise(function (done) { setTimeout(done, 150, true); });
  };
})();
