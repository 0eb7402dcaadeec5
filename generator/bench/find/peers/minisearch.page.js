/* Asks MiniSearch: all of its index is loaded on focus; one's own village counts more. */
(function () {
  var loading;
  function script() {
    return new Promise(function (done, fail) {
      var s = document.createElement("script");
      s.src = "/index/minisearch.js";
      s.onload = done;
      s.onerror = fail;
      document.head.appendChild(s);
    });
  }
  bench.focus = function () {
    loading = loading || Promise.all([fetch("/index/index.json").then(function (r) { return r.text(); }), script()]).then(function (all) {
      return MiniSearch.loadJSON(all[0], options);
    });
  };
  bench.type = function (text, shown) {
    var list = document.getElementById("list"), began = performance.now();
    loading.then(function (m) {
      var hits = m.search(text, { boostDocument: function (id, term, stored) { return stored.unit === bench.home ? 3 : 1; } }).slice(0, 50);
      list.textContent = "";
      hits.forEach(function (h) {
        var li = document.createElement("li");
        li.textContent = h.label;
        list.appendChild(li);
      });
      shown(hits.map(function (h) { return h.id; }), performance.now() - began);
    });
  };
})();
