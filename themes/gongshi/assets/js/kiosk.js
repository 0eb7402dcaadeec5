/* The hall screen: ES5, one file, never navigates away, never shows an error. */
(function () {
  "use strict";
  var D = document, H = D.documentElement, P = {}, parts = location.search.slice(1).split("&"), i;
  for (i = 0; i < parts.length; i++) { var kv = parts[i].split("="); P[kv[0]] = kv[1]; }
  var SPEED = +P.speed || 1, POLL = 60000 / (P.poll ? 60 / +P.poll : 1), STALE = (+P.stale || 86400) * 1000, IDLE = (+P.idle || 60) * 1000;
  var ENDS = "main [data-until]", off = 0, synced = false, seen = -Math.max(0, now() - (kept("ok") || now())), asked = false, fails = 0, busy = false, tPoll = 0, night = "", early = Math.random() * 50;
  var scenes = [], cur = -1, tShow = 0, tNext = 0, touched = 0, ticks = 0, shift = 0, again = false, errs = 0, flips = 0, swaps = 0;
  function $(s, r) { return (r || D).querySelector(s); }
  function all(s, r) { return Array.prototype.slice.call((r || D).querySelectorAll(s)); }
  function now() { return Date.now() + off; }
  /* for how long something lasts: the clock may be set meanwhile */
  function up() { return performance.now(); }
  /* what outlives a cut of the current; keep says whether it does */
  function kept(name) { try { return localStorage.getItem("gongshi-" + name + location.pathname); } catch (e) { return null; } }
  function keep(name, value) { try { localStorage.setItem("gongshi-" + name + location.pathname, value); return true; } catch (e) { return false; } }
  function two(n) { return n < 10 ? "0" + n : "" + n; }

  /* Pages by whole rows: what does not fit moves to the next page, nothing is cut or shrunk. */
  function layout() {
    scenes = [];
    var nx = $("#next");
    if (nx && !nx.textContent) nx.textContent = nx.getAttribute("data-label"); /* room that it will take */
    all(ENDS).forEach(function (n) { n.classList.toggle("gone", gone(n)); });
    all("main > .scene").forEach(function (s) {
      if (gone(s)) { s.classList.remove("on"); return; }
      var box = $("[data-rows]", s), pg = $("[data-pg]", s);
      if (pg) pg.textContent = label(pg, 88, 88);
      if (!box || !box.children.length) { scenes.push({ s: s, k: 1, n: 1 }); return; }
      var items = Array.prototype.slice.call(box.children).filter(function (n) { return !gone(n); }), pages;
      if (box.classList.contains("two")) box.wide = true;
      box.classList.remove("two");
      pages = paged(box, items);
      if (box.wide && pages.length > 1) { /* two columns only for what one has no room for */
        box.classList.add("two");
        pages = paged(box, items);
      }
      even(items, pages);
      pages.forEach(function (p, k) { scenes.push({ s: s, box: box, items: items, page: p, k: k + 1, n: pages.length }); });
    });
    menu();
  }
  function paged(box, items) {
    var pages = [], page, j = 0;
    box.classList.remove("spread");
    items.forEach(function (n) { n.classList.add("off"); n.style.minHeight = ""; });
    while (j < items.length) {
      page = [];
      for (; j < items.length; j++) {
        items[j].classList.remove("off");
        if (page.length && over(box, items[j])) { items[j].classList.add("off"); break; }
        items[j].high = items[j].getBoundingClientRect().height;
        page.push(items[j]);
      }
      pages.push(page);
      page.forEach(function (n) { n.classList.add("off"); });
    }
    return pages;
  }
  function label(pg, k, n) { return pg.getAttribute("data-text").replace("{k}", k).replace("{n}", n); }
  function over(box, item) { return item.getBoundingClientRect().bottom > box.getBoundingClientRect().bottom + 1; }
  /* the last page of a list is not left with a row or two: as many on each, or the last two share theirs */
  function even(items, pages) {
    var n = pages.length, per = Math.floor(items.length / n), more = items.length % n, k, at = 0, a, b;
    if (n < 2) return;
    for (k = 0; k < n - 1; k++) if (pages[k].length < per + (more ? 1 : 0)) break;
    if (k === n - 1) {
      for (k = 0; k < n; k++) { pages[k] = items.slice(at, at + per + (k < more ? 1 : 0)); at += pages[k].length; }
      return;
    }
    a = pages[n - 2];
    b = pages[n - 1];
    while (a.length > 1 && height(a) - height(b) > 2 * a[a.length - 1].high) b.unshift(a.pop());
  }
  function height(page) { return page.reduce(function (sum, x) { return sum + x.high; }, 0); }
  function menu() {
    var nav = $("#nav"), seen = {};
    nav.textContent = "";
    if (window.gongshiLook) nav.appendChild(gongshiLook.button);
    scenes.forEach(function (c, n) {
      var t = c.s.getAttribute("data-title"), b;
      if (seen[t]) return;
      seen[t] = 1;
      b = D.createElement("button");
      b.textContent = t;
      b.onclick = function () { show(n); };
      nav.appendChild(b);
    });
  }
  function show(n) {
    if (!scenes.length) return;
    cur = (n + scenes.length) % scenes.length;
    var c = scenes[cur], pg = $("[data-pg]", c.s);
    if (pg) pg.textContent = c.n > 1 ? label(pg, c.k, c.n) : "";
    var next = scenes[(cur + 1) % scenes.length], nx = $("#next");
    if (c.items) {
      c.items.forEach(function (x) { x.classList.add("off"); x.classList.remove("odd"); x.style.minHeight = ""; });
      c.page.forEach(function (x) { x.classList.remove("off"); });
      if (c.page.length % 2) c.page[c.page.length - 1].classList.add("odd"); /* alone in its line */
      c.box.classList.remove("spread");
      c.box.classList.remove("few");
      var end = c.page[c.page.length - 1], used = end.getBoundingClientRect().bottom - c.box.getBoundingClientRect().top;
      if (c.n < 2 && used * 1.6 < c.box.clientHeight) { /* little to say: in larger type, where it fits */
        c.box.classList.add("few");
        if (over(c.box, end) || c.box.scrollWidth > c.box.clientWidth) c.box.classList.remove("few");
      }
      used = c.page[c.page.length - 1].getBoundingClientRect().bottom - c.box.getBoundingClientRect().top;
      if (used < c.box.clientHeight) c.box.classList.add("spread");
      stretch(c, used);
      if (!again && c.page.length > 1 && over(c.box, c.page[c.page.length - 1])) { /* something around it grew */
        again = true;
        layout();
        show(Math.min(n, scenes.length - 1));
        again = false;
        return;
      }
    }
    all("main > .scene.on").forEach(function (x) { if (x !== c.s) x.classList.remove("on"); });
    c.s.classList.add("on");
    if (nx) nx.textContent = scenes.length > 1 ? nx.getAttribute("data-label") + " " + next.s.getAttribute("data-title") : "";
    flips++;
    tShow = up();
    tNext = tShow + Math.max((+H.getAttribute("data-stay") || 10) * 1000, c.page ? c.page.length * 900 : 0, Math.min(30000, letters(c) * 100)) / SPEED;
  }
  /* how much there is to read: an old reader takes ten characters a second */
  function letters(c) {
    var n = 0;
    (c.page || [c.s]).forEach(function (x) { n += x.textContent.replace(/\s/g, "").length; });
    return n;
  }
  /* rows in several columns grow to fill the height, up to twice their own */
  function stretch(c, used) {
    var free = c.box.clientHeight, h = c.page[0].getBoundingClientRect().height;
    if (!/names|two|figs/.test(c.box.className) || used <= 0) return;
    var k = Math.min(2, free / used), grow = Math.floor(h * k) - 1;
    if (c.page.length > 1 && k > 1.05) c.page.forEach(function (x) { x.style.minHeight = grow + "px"; });
    var last = c.page[c.page.length - 1];
    if (over(c.box, last)) c.page.forEach(function (x) { x.style.minHeight = ""; });
  }

  /* Days: what has expired goes, also without a network. */
  function days(iso) {
    var q = iso.split("-"), t = new Date(now());
    return Math.round((new Date(+q[0], q[1] - 1, +q[2]) - new Date(t.getFullYear(), t.getMonth(), t.getDate())) / 864e5);
  }
  function sane() { return synced || new Date(now()).getFullYear() >= 2024; }
  function gone(s) { var u = s.getAttribute("data-until"); return !!u && sane() && days(u) < 0; }
  function turned() { return all(ENDS).some(function (n) { return gone(n) !== n.classList.contains("gone"); }); }
  function count() {
    all("[data-to]").forEach(function (n) {
      var to = n.getAttribute("data-to"), q = to.split("-"), k = days(to);
      if (!sane()) n.textContent = n.getAttribute("data-plain").replace("{d}", +q[1] + "-" + +q[2]);
      else n.textContent = k > 0 ? n.getAttribute("data-run").replace("{n}", k) : n.getAttribute(k === 0 ? "data-last" : "data-over");
    });
  }

  function clock() {
    var t = new Date(now()), age = up() - seen, w = $("#warn"), hours = (H.getAttribute("data-off") || "").split("-"), m = t.getHours() * 60 + t.getMinutes();
    $("#clk").textContent = sane() ? t.getMonth() + 1 + "/" + t.getDate() + " " + two(t.getHours()) + ":" + two(t.getMinutes()) : "";
    $("#bar i").style.width = Math.min(100, (up() - tShow) / (tNext - tShow) * 100) + "%";
    if (age > STALE && asked) {
      var d = new Date(now() - age);
      w.textContent = w.getAttribute("data-text").replace("{t}", d.getMonth() + 1 + "/" + d.getDate() + " " + two(d.getHours()) + ":" + two(d.getMinutes()));
      H.classList.add("stale");
    } else H.classList.remove("stale");
    if (hours.length === 2) {
      var a = mins(hours[0]), b = mins(hours[1]);
      H.classList.toggle("night", sane() && (a < b ? m >= a && m < b : m >= a || m < b));
    }
  }
  function mins(s) { var p = s.split(":"); return +p[0] * 60 + (+p[1] || 0); }
  function tick() {
    ticks++;
    clock();
    if (ticks % 60 === 1) { count(); if (turned()) { layout(); show(0); } anew(); }
    if (ticks % 180 === 0) { /* against burning in */
      shift = (shift + 1) % 8;
      var a = [[0, 0], [6, 0], [6, 6], [0, 6], [-6, 6], [-6, 0], [-6, -6], [0, -6]][shift];
      $("#stage").style.transform = "translate(" + a[0] + "px," + a[1] + "px)";
    }
    if (touched && up() - touched > IDLE) { if (window.gongshiLook) gongshiLook.close(); touched = 0; H.classList.remove("touch"); layout(); show(0); }
    if (!touched && up() >= tNext) show(cur + 1);
    if (up() >= tPoll && !busy && location.protocol !== "file:") poll();
  }

  /* New versions: asked for quietly, fetched whole, or the old page stays. */
  function later() { tPoll = up() + Math.min(290000, POLL * Math.pow(2, Math.min(fails, 3)) * (.8 + .4 * Math.random())); }
  function get(u, ms, ok) {
    var x = new XMLHttpRequest();
    x.open("GET", u);
    x.timeout = ms;
    x.onload = function () { if (x.status === 200) { try { ok(x); } catch (e) { failed(); } } else failed(); };
    x.onerror = x.ontimeout = failed;
    x.send();
  }
  function failed() { asked = true; fails++; busy = false; later(); }
  /* age: how long ago the one that answered had it from the site, see package mirror */
  function fine(age) { asked = true; seen = up() - age * 1000; keep("ok", now() - age * 1000); fails = 0; busy = false; later(); }
  function whole(text, build) { return text.indexOf('data-end-of="' + build + '"') >= 0; }
  function code(d) { return all("script", d).map(function (s) { return s.textContent; }).join(""); }
  function poll() {
    busy = true;
    get("../build.json?t=" + Date.now(), 8000, function (x) {
      var d = Date.parse(x.getResponseHeader("Date")), v = JSON.parse(x.responseText), age = +x.getResponseHeader("Age") || 0;
      if (d) { off = Math.abs(d - Date.now()) > 90000 ? d - Date.now() : 0; synced = true; }
      if (v.build === H.getAttribute("data-build")) { fine(age); return; }
      get("index.html?b=" + v.build, 30000, function (y) { apply(y.responseText, v.build); fine(age); });
    });
  }
  /* The page begins anew once a night, because browsers leak: when there is a copy of it on this
     machine, else on Mondays, when it was just seen to be there. */
  function anew() {
    var t = new Date(now()), day = t.toDateString(), copy = navigator.serviceWorker && navigator.serviceWorker.controller, build = H.getAttribute("data-build");
    if (night === day || touched || t.getHours() !== 3 || t.getMinutes() < early) return;
    night = day;
    if (up() < 36e5 || fails || busy || location.protocol === "file:" || !copy && t.getDay() !== 1) return;
    busy = true;
    get("index.html?b=" + build, 30000, function (x) {
      if (!whole(x.responseText, build)) throw new Error("half a page");
      location.reload();
    });
  }
  function apply(text, build) {
    var n = new DOMParser().parseFromString(text, "text/html"), m = n.querySelector("main");
    if (!whole(text, build) || !m || !m.querySelector(".scene")) throw new Error("half a page");
    if (code(n) !== code(D) && kept("new") !== build && keep("new", build)) { location.reload(); return; } /* once a version */
    var old = $("main");
    old.parentNode.replaceChild(D.importNode(m, true), old);
    $("style").textContent = n.querySelector("style").textContent;
    $("#upd").innerHTML = n.querySelector("#upd").innerHTML;
    $("header").innerHTML = n.querySelector("header").innerHTML;
    var look = n.querySelector("#look");
    if (look && $("#look")) $("#look").setAttribute("data-load", look.getAttribute("data-load"));
    H.setAttribute("data-build", build);
    ["data-off", "data-stay", "data-copy"].forEach(function (a) { H.setAttribute(a, n.documentElement.getAttribute(a)); });
    swaps++;
    layout();
    count();
    show(0);
  }

  H.classList.add("run");
  clock(); /* all around the scenes stands before they are measured */
  count();
  layout();
  show(0);
  later();
  setInterval(function () { try { tick(); } catch (e) { errs++; } }, 1000 / Math.min(SPEED, 10));
  if (navigator.serviceWorker && location.protocol !== "file:") navigator.serviceWorker.register(H.getAttribute("data-copy"), { scope: "./" }).catch(function () {});
  addEventListener("resize", function () { layout(); show(cur); });
  addEventListener("online", function () { fails = 0; tPoll = 0; });
  addEventListener("error", function () { errs++; });
  ["touchstart", "mousedown", "keydown"].forEach(function (ev) {
    addEventListener(ev, function () {
      var first = !touched;
      touched = up();
      if (first) { H.classList.add("touch"); layout(); show(cur); }
    }, { passive: true });
  });
  window.gongshiScreen = {
    day: function () { var t = new Date(now()); return t.getFullYear() + "-" + two(t.getMonth() + 1) + "-" + two(t.getDate()); },
    show: function (n) { touched = up(); show(n); },
    state: function () { return { scenes: scenes.length, cur: cur, flips: flips, swaps: swaps, fails: fails, errs: errs, build: H.getAttribute("data-build") }; }
  };
})();
