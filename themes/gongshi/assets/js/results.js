/* What the search box shows: a combobox with its list below it, in the page. */
window.gongshi.box = function () {
  "use strict";
  var d = document, g = window.gongshi, box = d.getElementById("find"), q = d.getElementById("s"), list = d.getElementById("s-list"), said = d.getElementById("s-said"),
    none = d.getElementById("s-none"), home, base, shown = [], at = -1, asked = 0, composing = false, timer;
  function say(name, n) { return box.getAttribute("data-" + name).replace("{n}", function () { return n; }); }
  home = say("home");
  base = say("base");

  function add(to, tag, name, text) {
    var e = d.createElement(tag);
    if (name) e.className = name;
    if (text) e.textContent = text;
    to.appendChild(e);
    return e;
  }
  function link(r) {
    return base + g.place(r.unit).address.replace(/.$/, "$&/") + (r.board ? r.board + "/" : "") + (r.path ? r.path + "/" : "") +
      "index.html" + (r.row ? "#" + encodeURIComponent(r.row) : "");
  }
  function option(to, name, href) {
    var a = add(to, "a", name);
    a.setAttribute("role", "option");
    a.setAttribute("aria-selected", "false");
    a.id = "s" + shown.push(a);
    a.tabIndex = -1;
    a.href = href;
    return a;
  }

  /* one row for what is called the same in one unit: the way to it, to its other boards, its telephone */
  function row(to, same) {
    var r = same[0], p = g.place(r.unit), line = add(to, "div", "found"), a = option(line, "", link(r)), b = add(a, "b", "", (r.name || r.text) + r.mark);
    var also = [p.address === home ? "" : p.name, r.mark === "(" + r.group + ")" ? "" : r.group, r.role, r.name ? r.text : ""];
    if (r.kind === "u") { /* where it lies */
      also = [];
      for (p = g.place(p.parent); p && p.address; p = g.place(p.parent)) also.unshift(p.name);
    }
    if (r.kind !== "u" && r.board) also.push(g.board(r.board));
    also = also.filter(function (s) { return s && s !== b.textContent; }).join(" · ");
    if (also) add(a, "span", "muted", also);
    if (r.until) line.setAttribute("data-until", r.until);
    same.slice(1).forEach(function (o) {
      if (!o.board) return;
      a = option(line, "chip", link(o));
      a.textContent = g.board(o.board);
      a.setAttribute("aria-label", o.name + o.mark + " " + g.board(o.board));
    });
    same.some(function (o) {
      if (!o.phone) return false;
      a = option(line, "chip tel", "tel:" + o.phone.replace(/[^+\d]/g, ""));
      a.textContent = say("call", o.phone);
      a.setAttribute("aria-label", a.textContent + " " + o.name);
      return true;
    });
  }

  function show(answer) {
    var kinds = [], rows = {}, n = 0;
    clear();
    answer.results.forEach(function (r) {
      var key = [r.kind, r.unit, r.name || r.text + r.board + r.path + r.row, r.mark].join("\t"), k = r.kind;
      if (rows[key]) { rows[key].push(r); return; }
      if (!rows[k]) { kinds.push(k); rows[k] = []; }
      rows[k].push(rows[key] = [r]);
      n++;
    });
    kinds.forEach(function (k) {
      var part = add(list, "div"), head = add(part, "div", "kind", say("kind-" + k));
      part.setAttribute("role", "group");
      part.setAttribute("aria-labelledby", head.id = "s-" + k);
      head.setAttribute("role", "presentation");
      rows[k].forEach(function (same) { row(part, same); });
    });
    g.dress(list.textContent);
    open(n);
    none.hidden = n > 0 || answer.partial;
    var house = none.querySelector(".house"); /* the grids know that a house lies in a range of houses */
    if (house) house.href = house.href.replace(/#.*/, "#find=" + encodeURIComponent(q.value));
    said.textContent = (n ? say("count", n) : answer.partial ? "" : say("none", q.value.trim())) +
      (answer.total > answer.results.length ? say("more", answer.total - answer.results.length) : "") + (answer.partial ? say("partial") : "");
  }
  function open(n) {
    list.hidden = !n;
    q.setAttribute("aria-expanded", n ? "true" : "false");
  }
  function clear() {
    list.textContent = said.textContent = "";
    shown = [];
    none.hidden = true;
    mark(-1);
    open(0);
  }
  function mark(n) {
    if (shown[at]) shown[at].setAttribute("aria-selected", "false");
    at = n;
    if (n < 0) { q.removeAttribute("aria-activedescendant"); return; }
    shown[n].setAttribute("aria-selected", "true");
    q.setAttribute("aria-activedescendant", shown[n].id);
    shown[n].scrollIntoView({ block: "nearest" });
  }
  function ask() {
    var my = ++asked, text = q.value.trim();
    clearTimeout(timer);
    if (!text) { clear(); return; }
    timer = setTimeout(function () { said.textContent = say("wait"); }, 400);
    g.search(text, home, function (answer) {
      if (my !== asked) return;
      clearTimeout(timer);
      show(answer);
    });
  }

  q.addEventListener("compositionstart", function () { composing = true; asked++; clearTimeout(timer); });
  q.addEventListener("compositionend", function () { composing = false; ask(); });
  q.addEventListener("input", function () {
    if (composing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, g.whole() ? 0 : 90); /* what is loaded for each letter would be in vain */
  });
  q.addEventListener("keydown", function (e) {
    var k = e.key, n = shown.length;
    if (composing || e.isComposing || e.keyCode === 229) return;
    if (k === "Escape") {
      if (!list.hidden || q.value) e.preventDefault();
      if (list.hidden) q.value = "";
      asked++;
      clear();
    } else if (k === "Enter") {
      e.preventDefault();
      if (list.hidden) ask();
      else if (at >= 0 || n === 1) shown[Math.max(at, 0)].click();
      else if (window.matchMedia("(pointer: coarse)").matches) q.blur(); /* the keys on the screen make room */
      else mark(0);
    } else if (k === "ArrowDown" || k === "ArrowUp") {
      e.preventDefault();
      if (list.hidden) ask();
      else mark(k === "ArrowDown" ? (at + 1) % n : (at > 0 ? at : n) - 1);
    } else if (at >= 0 && (k === "Home" || k === "End")) {
      e.preventDefault();
      mark(k === "Home" ? 0 : n - 1);
    } else if (at >= 0 && k.length > 1 && /Left|Right/.test(k)) mark(-1);
  });

  g.open(say("search"), home);
  ask();
};
