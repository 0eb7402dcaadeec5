/* ES5, no dependency; everything here also works without. */
(function (d) {
  "use strict";
  var h = d.documentElement;

  /* large type */
  d.getElementById("big").onchange = function () {
    h.className = h.className.replace(/ ?\bbig\b/, "") + (this.checked ? " big" : "");
    try { localStorage.setItem("big", this.checked ? "1" : ""); } catch (e) {}
  };

  /* the day goes on while a page lies open or the machine that builds is off */
  function days(iso) {
    var p = iso.split("-"), n = new Date();
    return Math.round((new Date(+p[0], p[1] - 1, +p[2]) - new Date(n.getFullYear(), n.getMonth(), n.getDate())) / 864e5);
  }
  function gate() {
    var badges = d.querySelectorAll(".badge[data-to]"), ends = d.querySelectorAll("[data-until]"), i;
    for (i = 0; i < badges.length; i++) {
      var b = badges[i], k = b.getAttribute("data-to") ? days(b.getAttribute("data-to")) : 0;
      if (!b.getAttribute("data-to") || b.className.indexOf("done") > 0) continue;
      if (k < 0) { b.textContent = b.getAttribute("data-over"); b.className += " done"; }
      else if (k === 0) b.textContent = b.getAttribute("data-last");
      else if (k < 400) b.textContent = b.getAttribute("data-run").replace("{n}", k);
    }
    for (i = 0; i < ends.length; i++) if (days(ends[i].getAttribute("data-until")) < 0) ends[i].hidden = true;
  }
  gate();
  setInterval(gate, 60000);
  addEventListener("pageshow", gate);
  d.addEventListener("visibilitychange", gate);

  /* open what a link leads to */
  function open() {
    var id = location.hash.slice(1), shut = false;
    try { id = decodeURIComponent(id); } catch (e) {}
    var t = id && d.getElementById(id);
    for (var n = t; n && n !== d; n = n.parentNode) if (n.tagName === "DETAILS" && !n.open) shut = n.open = true;
    if (t && t.tagName !== "DETAILS") { var x = t.querySelector("details"); if (x && t.tagName === "TBODY") x.open = true; }
    if (shut) t.scrollIntoView();
  }
  addEventListener("beforeprint", function () {
    var r = d.querySelectorAll("details.rest"), i;
    for (i = 0; i < r.length; i++) r[i].open = true;
  });
  addEventListener("hashchange", open);
  open();

  /* which grid an address lies in */
  var q = d.getElementById("q");
  if (!q) return;
  var out = d.getElementById("q-out"), grids = d.querySelectorAll(".grids .grid");
  function fold(s) {
    return s.replace(/[\uff01-\uff5e]/g, function (c) { return String.fromCharCode(c.charCodeAt(0) - 0xfee0); })
      .replace(/\s+/g, "").toLowerCase();
  }
  /* 3号楼 lies in 1-5号楼 and is not 13号楼 */
  function within(range, want) {
    var m = /^(.*?)(\d+)[-~至—](\d+)(\D*)$/.exec(range), w = /^(.*?)(\d+)(\D*)/.exec(want);
    if (m && w) return (!w[1] || m[1].indexOf(w[1]) >= 0 || !m[1]) && +w[2] >= +m[2] && +w[2] <= +m[3] && (!w[3] || !m[4] || m[4].indexOf(w[3]) === 0 || w[3].indexOf(m[4]) === 0);
    var at = range.indexOf(want);
    return at >= 0 && !(at > 0 && /\d/.test(want.charAt(0)) && /\d/.test(range.charAt(at - 1)));
  }
  function hit(g, want) {
    var told = g.querySelector(".range"), list = g.tagName === "DETAILS" ? g.getAttribute("data-r").split("|") : told ? told.textContent.split("、") : [], i, names;
    for (i = 0; i < list.length; i++) if (list[i] && within(fold(list[i]), want)) return true;
    if (fold((g.querySelector("summary") || g).textContent).indexOf(want) >= 0 && !/^\d/.test(want)) return true;
    names = g.querySelectorAll(".warden b");
    for (i = 0; i < names.length; i++) if (!names[i].hit && fold(names[i].textContent).indexOf(want) >= 0 && own(g, names[i])) return true;
    return false;
  }
  function own(g, el) { while (el.tagName !== "DETAILS") el = el.parentNode; return el === g; }
  q.oninput = function () {
    var want = fold(q.value), n = 0, first = null, i, g;
    for (i = 0; i < grids.length; i++) {
      g = grids[i];
      g.className = "grid";
      if (want && hit(g, want)) {
        n++; first = first || g; g.className = "grid hit";
        for (var p = g; p && p !== d; p = p.parentNode) if (p.tagName === "DETAILS") p.open = true;
      }
    }
    out.textContent = want && !n ? q.getAttribute("data-none") : "";
    if (first && n < 4) first.scrollIntoView ? first.scrollIntoView({ block: "center" }) : 0;
  };
  var given = /^#find=(.+)/.exec(location.hash); /* from the search box */
  if (given) {
    try { q.value = decodeURIComponent(given[1]); } catch (e) {}
    q.oninput();
  }
})(document);
