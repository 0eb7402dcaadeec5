/* Asks a search in its page as a resident does, and measures. A page of an engine sets
   bench.focus(), bench.type(text, shown) and, if more hits can be had than are shown at first,
   bench.rest(). */
var bench = {
  ask: function (text, pause) {
    return new Promise(function (done) {
      performance.setResourceTimingBufferSize(5000);
      performance.clearResourceTimings();
      var focused = performance.now();
      bench.focus();
      setTimeout(function () {
        var typed = performance.now();
        bench.type(text, function (hits, engine) {
          requestAnimationFrame(function () {
            setTimeout(function () {
              var now = performance.now();
              done(JSON.stringify(bench.count({ Hits: hits, FromFocus: now - focused, FromKey: now - typed, Engine: engine || 0 })));
            }, 0);
          });
        });
      }, pause);
    });
  },

  count: function (out) {
    var list = performance.getEntriesByType("resource").sort(function (a, b) { return a.startTime - b.startTime; });
    out.Bytes = out.Steps = 0;
    out.Requests = list.length;
    list.forEach(function (r) {
      r.step = 1;
      list.forEach(function (before) { if (before.step && before.responseEnd <= r.startTime) r.step = Math.max(r.step, before.step + 1); });
      out.Steps = Math.max(out.Steps, r.step);
      out.Bytes += r.encodedBodySize;
    });
    return out;
  }
};
