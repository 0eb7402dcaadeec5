// Runs before anything of the page does.
(function () {
  /* on the telephone it is the day of the data */
  var Real = Date, behind = Real.now() - new Real(DAY + "T09:00:00").getTime();
  Date = function (a, b, c) { return arguments.length > 1 ? new Real(a, b, c) : new Real(arguments.length ? a : Real.now() - behind); };
  Date.now = function () { return Real.now() - behind; };
  Date.parse = Real.parse;
  var fcp = 0, lcp = 0, what = "", cls = 0;
  function watch(type, each) {
    new PerformanceObserver(function (list) { list.getEntries().forEach(each); }).observe({ type: type, buffered: true });
  }
  watch("paint", function (e) { if (e.name === "first-contentful-paint") fcp = e.startTime; });
  watch("largest-contentful-paint", function (e) { lcp = e.startTime; what = e.element ? e.element.tagName.toLowerCase() : ""; });
  watch("layout-shift", function (e) { cls += e.value; });
  /* once all is loaded and for two seconds nothing has come */
  window.observed = function () {
    return new Promise(function (done) {
      (function wait() {
        if (document.readyState !== "complete") { setTimeout(wait, 100); return; }
        setTimeout(function () {
          var files = performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation")).filter(function (f) { return !/^data:/.test(f.name); });
          done(JSON.stringify({
            FCP: fcp, LCP: lcp, CLS: cls, What: what, Requests: files.length,
            Bytes: files.reduce(function (n, f) { return n + f.encodedBodySize; }, 0)
          }));
        }, 2000);
      })();
    });
  };
})();
