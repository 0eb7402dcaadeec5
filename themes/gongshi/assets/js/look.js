/* Somebody is looked up on the hall screen: by initials, on large keys. Loaded when the screen is
   first touched, anew when the build is another; without the files there is no button. */
(function (d, w) {
  "use strict";
  var H = d.documentElement, box = d.getElementById("look"), out, head, hits, typed = "", button, build = "", loading = false, asked = 0;
  if (!box) return;
  out = d.getElementById("look-typed");
  head = d.getElementById("look-said");
  hits = d.getElementById("look-hits");
  function say(name, n) { return (box.getAttribute("data-" + name) || "").replace("{n}", n); }

  function load() {
    var want = H.getAttribute("data-build"), files = say("load").split(" "), left = files.length;
    if (loading || build === want) return;
    loading = true;
    w.gongshi = { put: function () {} };
    files.forEach(function (src) {
      var s = d.createElement("script"), ok = false;
      s.src = src + (w.location.protocol === "file:" ? "" : "?b=" + want);
      s.async = false;
      s.onload = s.onerror = function (e) {
        d.head.removeChild(s);
        if (e.type === "error") ok = loading = false;
        if (--left) return;
        ready(loading && w.gongshi.search ? want : "");
      };
      d.head.appendChild(s);
    });
  }
  function ready(now) {
    loading = false;
    build = now;
    button.hidden = !build;
    if (build) { w.gongshi.open(say("search"), say("home")); ask(); } else close();
    w.dispatchEvent(new Event("resize"));
  }

  function open() {
    load();
    H.classList.add("finding");
    type("");
  }
  function close() {
    H.classList.remove("finding");
    type("");
  }
  function type(text) {
    typed = text.slice(0, 12);
    out.textContent = typed || say("how");
    out.className = typed ? "typed" : "";
    ask();
  }
  function ask() {
    var my = ++asked;
    head.textContent = hits.textContent = "";
    if (typed && build) w.gongshi.search(typed, say("home"), function (a) { if (my === asked && typed) show(a); });
  }
  function own(unit) {
    for (var p; unit >= 0; unit = p.parent) if ((p = w.gongshi.place(unit)).address === say("home")) return true;
    return false;
  }
  /* who is called the same in one unit stands once, with all boards; as many as there is room for */
  function show(answer) {
    var rows = [], at = {}, n = 0, day = w.gongshiScreen.day();
    answer.results.forEach(function (r) {
      var key = r.unit + "\t" + (r.name || r.text) + r.mark;
      if ("pgh".indexOf(r.kind) < 0 || !own(r.unit) || r.until && r.until < day) return;
      if (!at[key]) rows.push(at[key] = []);
      at[key].push(r);
    });
    rows.every(function (same) {
      var e = row(same);
      hits.appendChild(e);
      if (hits.scrollHeight <= hits.clientHeight + 1) { n++; return true; }
      hits.removeChild(e);
      return false;
    });
    w.gongshi.dress(hits.textContent);
    head.textContent = !rows.length ? say("none") : n < rows.length ? say("more", rows.length - n) : "";
  }
  function row(same) {
    var r = same[0], p = w.gongshi.place(r.unit), e = d.createElement("div"), b = d.createElement("b"), s = d.createElement("span"), also = [];
    function add(t) { if (t && also.indexOf(t) < 0 && t !== b.textContent) also.push(t); }
    b.textContent = (r.name || r.text) + r.mark;
    if (p.address !== say("home")) add(p.name);
    same.forEach(function (o) {
      if (o.mark !== "(" + o.group + ")") add(o.group);
      add(o.role);
      if (o.name) add(o.text);
      add(o.phone);
      add(w.gongshi.board(o.board));
    });
    s.textContent = also.join(" · ");
    e.appendChild(b);
    e.appendChild(s);
    return e;
  }

  function key(text, to, action) {
    var b = d.createElement("button");
    b.textContent = text;
    b.onclick = action;
    to.appendChild(b);
    return b;
  }
  "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("").forEach(function (c) {
    key(c, d.getElementById("look-keys"), function () { type(typed + c); });
  });
  key(say("delete"), d.getElementById("look-keys"), function () { type(typed.slice(0, -1)); });
  key(say("clear"), d.getElementById("look-keys"), function () { type(""); });
  d.getElementById("look-close").onclick = close;
  button = key(say("open"), d.createElement("p"), open);
  button.className = "seek";
  button.hidden = true;
  w.gongshiLook = { button: button, close: close };
  ["touchstart", "mousedown", "keydown"].forEach(function (ev) { w.addEventListener(ev, load, { passive: true }); });
  w.addEventListener("keydown", function (e) {
    var k = e.key || "";
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    if (k === "Escape") close();
    else if (k === "Backspace") type(typed.slice(0, -1));
    else if (/^[a-z]$/i.test(k) && (build || loading)) {
      if (!H.classList.contains("finding")) open();
      type(typed + k.toUpperCase());
    }
  });
})(document, window);
