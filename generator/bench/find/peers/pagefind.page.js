/* Asks Pagefind: five results at first, as its own box does. */
(function () {
  var loading, results;
  bench.focus = function () {
    loading = loading || import("/index/pagefind.js").then(function (p) {
      return p.options({ noWorker: true, basePath: "/index/", baseUrl: "/" }).then(function () { return p.init(); }).then(function () { return p; });
    });
  };
  function show(from, to) {
    return Promise.all(results.slice(from, to).map(function (r) { return r.data(); })).then(function (pages) {
      var ids = [];
      pages.forEach(function (page) {
        function weight(s) { return (s.weighted_locations || []).reduce(function (sum, l) { return sum + l.balanced_score; }, 0); }
        page.sub_results.slice().sort(function (a, b) { return weight(b) - weight(a); }).forEach(function (s) {
          var m = /#r(\d+)$/.exec(s.url) || /^\/(\d+)\/?$/.exec(s.url), li;
          if (!m || ids.indexOf(+m[1]) >= 0) return;
          ids.push(+m[1]);
          li = document.createElement("li");
          li.textContent = s.title;
          document.getElementById("list").appendChild(li);
        });
      });
      return ids;
    });
  }
  bench.type = function (text, shown) {
    document.getElementById("list").textContent = "";
    var began = performance.now();
    loading.then(function (p) { return p.search(text.normalize("NFKC")); }).then(function (s) {
      results = s.results;
      return show(0, 5);
    }).then(function (ids) {
      bench.ids = ids;
      shown(ids, performance.now() - began);
    });
  };
  bench.rest = function () {
    function more(from) {
      if (bench.ids.length >= 50 || from >= results.length || from >= 50) return Promise.resolve(JSON.stringify(bench.ids.slice(0, 50)));
      return show(from, from + 15).then(function (ids) {
        bench.ids = bench.ids.concat(ids);
        return more(from + 15);
      });
    }
    return more(5);
  };
})();
