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
    around();
    join();
    names();
    all(ENDS).forEach(function (n) { n.classList.toggle("gone", gone(n)); });
    count();
    all("main > .scene").forEach(function (s) {
      if (gone(s)) { s.classList.remove("on"); return; }
      var box = $("[data-rows]", s), pg = $("[data-pg]", s), none = s.hasAttribute("data-none");
      if (pg) pg.textContent = label(pg, 88, 88);
      if (none ? !scenes.length : !box) scenes.push({ s: s, k: 1, n: 1 });
      if (none || !box) return;
      var items = Array.prototype.slice.call(box.children).filter(function (n) { return !gone(n); }), pages;
      s.classList.toggle("bare", !items.length);
      figures(s);
      if (!items.length) {
        if (!$("h2 + [data-rows]", s)) scenes.push({ s: s, k: 1, n: 1 }); /* what stands above them is all */
        return;
      }
      if (box.classList.contains("two")) box.wide = true;
      box.classList.remove("two");
      pages = paged(box, items);
      if (box.wide && pages.length > 1) { /* two columns only for what one has no room for */
        box.classList.add("two");
        pages = paged(box, items);
      }
      pages = even(box, items, pages);
      larger(box, pages).forEach(function (size, k) { scenes.push({ s: s, box: box, items: items, page: pages[k], size: size, k: k + 1, n: pages.length }); });
    });
    plans();
    menu();
  }
  /* What stands around the scenes takes the room from the beginning that it will need at most. */
  function around() {
    var nx = $("#next"), qr = $(".qrb"), high = 0;
    nx.style.minHeight = "";
    nx.style.flex = "none";
    all("main > .scene").forEach(function (s) {
      nx.textContent = next(s, 88);
      high = Math.max(high, nx.getBoundingClientRect().height);
    });
    nx.style.flex = "";
    nx.style.minHeight = Math.ceil(high) + "px";
    if (!qr) return;
    qr.classList.remove("off");
    qr.classList.toggle("off", $(".qr", qr).getBoundingClientRect().height < 3.4 * parseFloat(getComputedStyle(H).fontSize)); /* nobody's phone reads it */
  }
  function next(s, seconds) {
    var nx = $("#next"), same = scenes[cur] && scenes[cur].s === s && scenes.length > 1;
    return (same ? nx.getAttribute("data-page") : nx.getAttribute("data-label") + " " + s.getAttribute("data-title")) + (seconds ? " · " + nx.getAttribute("data-in").replace("{n}", seconds) : "");
  }
  function paged(box, items) {
    var pages = [], page, more, j = 0;
    box.classList.remove("spread");
    box.style.fontSize = "";
    items.forEach(function (n) { n.classList.add("off"); n.style.minHeight = ""; });
    while (j < items.length) {
      page = [];
      onward(box, pages.length);
      for (; j < items.length; j++) {
        items[j].classList.remove("off");
        if (over(box, items[j])) {
          if (page.length && !long(box, items[j])) { items[j].classList.add("off"); break; }
          items[j].was = items[j].was || items[j].innerHTML;
          more = part(box, items[j], items[j]);
          if (!more && page.length) { items[j].classList.add("off"); break; }
          if (more) {
            more.later = true; /* see join */
            more.classList.add("off");
            box.insertBefore(more, items[j].nextSibling);
            items.splice(j + 1, 0, more);
          }
        }
        items[j].high = items[j].getBoundingClientRect().height;
        page.push(items[j]);
      }
      pages.push(page);
      page.forEach(function (n) { n.classList.add("off"); });
    }
    return pages;
  }
  /* whether an item is higher than a page and a good part of this one is free for it */
  function long(box, item) {
    var b = box.getBoundingClientRect(), r = item.getBoundingClientRect();
    return r.height > b.height && b.bottom - r.top > .35 * b.height;
  }
  /* What is higher than a page is parted: what does not fit goes on in one like it, under the same heading. */
  function part(box, item, e) {
    var rest = e.cloneNode(false), head = $(".gh, .ti, b", e), mark = $("#next").getAttribute("data-part"), n, twin;
    if (head && head !== e.firstElementChild) head = null;
    while (e.firstChild) rest.appendChild(e.firstChild);
    while ((n = rest.firstChild)) {
      e.appendChild(n);
      if (!over(box, item)) continue;
      if (n === head || n.nodeType === 1 && /nw|nb|way/.test(n.className)) twin = null;
      else twin = n.nodeType === 3 ? cut(box, item, n) : part(box, item, n);
      rest.insertBefore(twin || n, rest.firstChild);
      break;
    }
    if (!rest.firstChild) return null;
    if (!e.textContent.replace(head ? head.textContent : "", "").trim()) { /* nothing but a heading */
      while (e.lastChild) rest.insertBefore(e.lastChild, rest.firstChild);
      if (e !== item) { e.parentNode.removeChild(e); return rest; }
      while (rest.firstChild) e.appendChild(rest.firstChild);
      return null;
    }
    if (head) {
      head = head.cloneNode(true);
      if (head.textContent.indexOf(mark) < 0) head.appendChild(D.createTextNode(mark));
      rest.insertBefore(head, rest.firstChild);
    }
    return rest;
  }
  /* as much of a text as fits, at best to the end of a clause; returns what does not */
  function cut(box, item, n) {
    var text = n.data, low = 0, high = text.length, mid, end;
    while (low < high) {
      mid = low + high + 1 >> 1;
      n.data = text.slice(0, mid);
      if (over(box, item)) high = mid - 1; else low = mid;
    }
    end = 1 + Math.max(text.lastIndexOf("。", low - 1), text.lastIndexOf("；", low - 1), text.lastIndexOf("，", low - 1), text.lastIndexOf("、", low - 1));
    if (end > low - 40 && end > 0) low = end;
    n.data = text.slice(0, low);
    return low < text.length ? D.createTextNode(text.slice(low)) : null;
  }
  /* what was parted is whole again */
  function join() {
    all("[data-rows] > *").forEach(function (n) {
      if (n.later) n.parentNode.removeChild(n);
      else if (n.was) { n.innerHTML = n.was; n.was = ""; }
    });
  }
  /* a name of several parts stays together, or else is parted behind a dot */
  function names() {
    var walk = D.createTreeWalker($("main"), NodeFilter.SHOW_TEXT), list = [], n;
    while ((n = walk.nextNode())) if (/[^\s]·[^\s\u200b]/.test(n.data) && n.parentNode.className !== "name" && !n.parentNode.ownerSVGElement) list.push(n);
    list.forEach(function (t) {
      t.data.split(/([^\s·，。、：；（）]+(?:·[^\s·，。、：；（）]+)+)/).forEach(function (part, k) {
        var e = k % 2 ? D.createElement("span") : D.createTextNode(part);
        if (k % 2) { e.className = "name"; e.textContent = part.replace(/·/g, "·\u200b"); }
        t.parentNode.insertBefore(e, t);
      });
      t.parentNode.removeChild(t);
    });
  }
  /* Little to say is said in larger type: of one size on all pages, but for a card that is nearly alone. */
  function larger(box, pages) {
    var list = /list|names/.test(box.className), sizes, least;
    function high(n) { return n.getBoundingClientRect().height; }
    function firm(n) { return list ? [n] : all(".num, .big, .ti, b, .nw, .c2", n); } /* what is not to break for it */
    sizes = pages.map(function (page, at) {
      var k = 2, before;
      box.style.fontSize = "";
      whether(box, page, at, function () {
        before = page.map(function (n) { return firm(n).map(high); });
        k = Math.min(k, box.clientHeight / (page[page.length - 1].getBoundingClientRect().bottom - box.getBoundingClientRect().top));
      });
      for (; k > 1.05; k -= .1) {
        box.style.fontSize = k.toFixed(1) + "rem";
        if (whether(box, page, at, function () {
          return page.every(function (n, i) { return firm(n).every(function (e, j) { return high(e) < before[i][j] * k + 4; }); });
        })) return k;
      }
      return 1;
    });
    box.style.fontSize = "";
    least = Math.min.apply(null, sizes);
    return sizes.map(function (k) { return !list && k - least > .45 ? k : least; });
  }
  /* A figure that is too long for its line is smaller; no number is parted. */
  function figures(s) {
    var range = D.createRange();
    all("[data-rows] > *", s).forEach(function (n) { n.classList.remove("off"); });
    all(".big, .num b", s).forEach(function (e) {
      var text = e.firstChild, k;
      while (text && !/\S/.test(text.data || "")) text = text.nextSibling;
      e.style.fontSize = "";
      if (!text || text.nodeType !== 3) return;
      range.selectNode(text);
      for (k = 2.2; k > .9 && range.getClientRects().length > 1; k -= .2) e.style.fontSize = k.toFixed(1) + "em";
    });
  }
  /* The plan: names in no smaller type than the smallest, whole, or else the number that stands in the list. */
  function plans() {
    all("svg.plan").forEach(function (svg) {
      var at = svg.getScreenCTM(), areas = all("polygon", svg), size = at && parseFloat(getComputedStyle($(".fl")).fontSize) / at.a;
      if (size) all("g", svg).forEach(function (g, i) { name(g, areas[i].getBBox(), size * 1.02, i + 1); });
    });
  }
  function name(g, area, size, number) {
    var bold, who, line, tries, last, box, k;
    function texts(s) { return all(s, g).map(function (t) { return t.textContent; }); }
    g.says = g.says || { bold: texts(".b").join(""), who: texts("text:not(.b)") };
    bold = g.says.bold;
    who = g.says.who;
    line = Math.max(1, Math.floor((area.width - 8) / size));
    line = Math.ceil(bold.length / Math.ceil(bold.length / line)); /* as long as one another */
    tries = [bold.match(new RegExp(".{1," + line + "}", "g")), ["" + number]];
    if (who.length) tries.unshift(tries[0].concat(who));
    last = tries.length - 1;
    for (k = 0; k <= last; k++) {
      g.textContent = "";
      tries[k].forEach(function (text, i) {
        var t = D.createElementNS("http://www.w3.org/2000/svg", "text");
        t.textContent = text;
        t.setAttribute("x", area.x + area.width / 2);
        t.setAttribute("y", area.y + area.height / 2 + size * (1.2 * (i - (tries[k].length - 1) / 2) + .36));
        t.setAttribute("font-size", k === last ? size * 1.6 : size);
        if (who.indexOf(text) < 0 || k) t.setAttribute("class", "b");
        g.appendChild(t);
      });
      box = g.getBBox();
      if (box.width <= area.width - 4 && tries[k].length * size * 1.2 <= area.height) return;
    }
  }
  function label(pg, k, n) { return pg.getAttribute("data-text").replace("{k}", k).replace("{n}", n); }
  function over(box, item) { return item.getBoundingClientRect().bottom > box.getBoundingClientRect().bottom + 1; }
  /* the last page of a list is not left with a row or two: as many on each, or the last two share theirs */
  function even(box, items, pages) {
    var n = pages.length, per = Math.floor(items.length / n), more = items.length % n, at = 0, shared, a, b;
    if (n < 2) return pages;
    shared = pages.map(function (p, k) { return items.slice(at, at += per + (k < more ? 1 : 0)); });
    if (shared.every(fits)) return shared;
    shared = pages.map(function (p) { return p.slice(); });
    a = shared[n - 2];
    b = shared[n - 1];
    while (a.length > 1 && height(a) - height(b) > 2 * a[a.length - 1].high) b.unshift(a.pop());
    return shared.every(fits) ? shared : pages;
    function fits(page, k) { return whether(box, page, k, function () { return true; }); }
  }
  /* what introduces a scene stands on its first page */
  function onward(box, k) { box.parentNode.classList.toggle("more", k > 0); }
  /* whether the k-th page fits, and something else is true of it while it shows */
  function whether(box, page, k, also) {
    var ok;
    onward(box, k);
    page.forEach(function (n) { n.classList.remove("off"); });
    ok = !over(box, page[page.length - 1]) && box.scrollWidth <= box.clientWidth && also();
    page.forEach(function (n) { n.classList.add("off"); });
    return ok;
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
    if (c.items) {
      onward(c.box, c.k - 1);
      c.items.forEach(function (x) { x.classList.add("off"); x.classList.remove("odd"); x.style.minHeight = ""; });
      c.page.forEach(function (x) { x.classList.remove("off"); });
      if (c.page.length % 2) c.page[c.page.length - 1].classList.add("odd"); /* alone in its line */
      c.box.classList.remove("spread");
      c.box.style.fontSize = c.size > 1 ? c.size.toFixed(1) + "rem" : "";
      var end = c.page[c.page.length - 1], used = end.getBoundingClientRect().bottom - c.box.getBoundingClientRect().top;
      if (used < c.box.clientHeight) c.box.classList.add("spread");
      stretch(c, used);
      if (!again && c.page.length > 1 && over(c.box, end)) { /* something around it grew */
        again = true;
        layout();
        show(Math.min(n, scenes.length - 1));
        again = false;
        return;
      }
    }
    all("main > .scene.on").forEach(function (x) { if (x !== c.s) x.classList.remove("on"); });
    c.s.classList.add("on");
    flips++;
    tShow = up();
    tNext = tShow + Math.max((+H.getAttribute("data-stay") || 10) * 1000, c.page ? c.page.length * 900 : 0, Math.min(30000, letters(c) * 100)) / SPEED;
    ahead();
  }
  /* what comes next, and in how many seconds */
  function ahead() {
    if (cur < 0) return;
    var c = scenes[(cur + 1) % scenes.length], text = scenes.length > 1 ? next(c.s, touched ? 0 : Math.max(1, Math.ceil((tNext - up()) / 1000))) : "";
    if ($("#next").textContent !== text) $("#next").textContent = text;
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
    ahead();
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
    x.onerror = x.ontimeout = x.onabort = failed; /* aborted: broken off behind a service worker */
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
    show(0);
  }

  H.classList.add("run");
  clock(); /* all around the scenes stands before they are measured */
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
