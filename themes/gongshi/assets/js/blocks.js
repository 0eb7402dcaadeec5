/* What the search of a large site has besides: which blocks may hold what fits, and how they are
   read. It stands in the root of such an index; e is the engine, js/search.js. */
window.gongshi.blocks = function (e) {
  "use strict";
  var root = e.root, texts = e.texts, readings = e.readings, sounds = e.sounds, spelt = e.spelt, dict = e.dict, split = e.split, han = e.han,
    fuzzy = e.fuzzy, lines = e.lines, parsed = dict(), first = { n: keys(root.firsts.n), t: keys(root.firsts.t), s: keys(root.firsts.s) };

  /* sorted keys: of each how many characters it has from the one before, and the others */
  function keys(s) {
    var last = [];
    return s.split("\n").map(function (f) {
      last = last.slice(0, e.number(f.charAt(0))).concat(split(f.slice(1)));
      return last.join("");
    });
  }

  /* ---- lookup: which blocks may hold what fits a word */

  function key(s) { return sound(s.i, s.k); }

  /* the key of syllables: their initials, and what follows those */
  function sound(initials, syllables) {
    return initials + syllables.map(function (s) { return " " + s.slice(1); }).join("");
  }

  function segments(x, p) {
    var best = dict(), tried = 0;
    function walk(i, s, known) {
      var k;
      function go(used, syl, cost) {
        var c = x.c[i];
        walk(i + used, { i: s.i + (syl ? syl[0] : c === "n" ? "l" : c), k: known && syl ? s.k.concat(syl) : s.k, c: s.c + cost }, known && syl);
      }
      if (++tried > 4000) return;
      if (i === x.c.length || s.i.length === 4) {
        k = key(s);
        if (!best[k] || s.c < best[k].c) best[k] = s;
        return;
      }
      if (!han(x.c[i])) { spellings(x, i, go); return; }
      k = readings[x.c[i]] || [];
      k.forEach(function (r, n) { go(1, r.f, n); });
      if (!k.length && p > 1) go(1, "?", 0);
    }
    walk(0, { i: "", k: [], c: 0 }, true);
    return Object.keys(best).map(function (k) { return best[k]; }).sort(function (a, b) {
      return a.c - b.c || (key(a) < key(b) ? -1 : 1);
    });
  }

  function spellings(x, i, go) {
    var raw = x.raw[i], l = raw.length, c = raw[1], f;
    while (--l) {
      f = x.sound[i][l];
      if (sounds[f]) go(l, f, (spelt[raw[l]] ? 0 : 1) + (l < 2 ? 2 : 0));
    }
    if (c >= "\x80") go(1, "?", 0);
    if (c < "a" || c > "z") return;
    go(1, "", 2);
    if (/^[zcs]h$/.test(raw[2])) go(2, "", 3);
    l = raw.length - 1;
    if (l > 1 && l < e.longest && i + l === x.c.length && begins(raw[l])) go(l, "", 1);
  }

  function begins(s) {
    return Object.keys(spelt).some(function (k) { return k !== s && !k.indexOf(s); });
  }

  function blocksFor(x, p) {
    var list, k;
    if (x.c.length < 2 || x.l && sounds[fuzzy(x.s)]) {
      list = exactly("s", fuzzy(x.s));
      return x.c.length < 2 || p > 1 ? list : list.concat(nameBlocks(x, p));
    }
    list = nameBlocks(x, p);
    if (p > 1) return list;
    k = split(x.m).slice(0, 12).join("");
    if (!x.l && split(k).length > 1) {
      list = list.concat(between("t", k, k + "\udbff\udfff", 3));
    }
    for (k = 1; han(x.c[0]) && k < 3 && x.c.length - k > 1; k++) {
      root.roles.forEach(function (role) {
        var surname = x.c.slice(0, k).join("");
        role = e.text(role);
        if (role.indexOf(x.s.slice(surname.length)) >= 0) list = list.concat(exactly("s", surname + "#" + split(role).slice(0, 16).join("")));
      });
    }
    return list;
  }

  function nameBlocks(x, p) {
    var list = [], kept = 0, most = x.f ? 6 : p > 1 ? 1 : 2, cheapest; /* names have keys in all their readings */
    if (x.c.some(e.digit)) return list;
    segments(x, p).forEach(function (s) {
      if (s.i.length < 2) return;
      if (!kept) cheapest = s.c;
      if (kept === most || s.c > cheapest + 3 && s.k.length) return;
      kept++;
      list = list.concat(p > 1 ? parts(s) : under(s));
    });
    return list.filter(function (path, i) { return list.indexOf(path) === i; }).slice(0, 5);
  }

  function under(s) {
    var k = key(s);
    return s.k.length === s.i.length ? exactly("n", k) : between("n", k + " ", k + " ~", 2);
  }

  function parts(s) {
    var l = s.i, f = s.k;
    if (l.length !== 3 || f.length !== 3) return [];
    return exactly("n", sound(l.slice(0, 2), f.slice(0, 2))).concat(exactly("n", sound(l.slice(1), f.slice(1))), exactly("n", sound(l[0] + "_" + l[2], [f[0], f[2]])));
  }

  function exactly(folder, k) { return between(folder, k, k, 1); }

  function between(folder, from, to, most) {
    var list = [], firsts = first[folder], low = 0, high = firsts.length, mid;
    while (low < high) {
      mid = (low + high) >> 1;
      if (e.order(firsts[mid], from) < 0) low = mid + 1; else high = mid;
    }
    if (low && firsts[low] !== from) low--;
    for (; low < firsts.length && e.order(firsts[low], to) <= 0 && list.length < most; low++) {
      if (firsts[low]) list.push(blockPath(folder, firsts[low]));
    }
    return list;
  }

  function blockPath(folder, k) { return folder + "/k" + encodeURIComponent(k).replace(/%20/g, "-").replace(/%/g, "."); }

  /* ---- read: blocks → entries */

  /* the records of the labels in a block; of singles only those of the keys of the words */
  function readBlock(path, ways, c) {
    var s = texts[path], n = s.indexOf("\n") + 1, kind = path[0];
    if (kind !== "s") {
      if (!parsed[path]) parsed[path] = lines(s.slice(n)).map(function (line) { return readLine(line, kind === "t", ""); });
      c.entries = c.entries.concat(parsed[path]);
      return;
    }
    s.slice(n).split("\x7f").slice(1).forEach(function (part) {
      var list = lines(part), f = list[0].split("\t"), role = asked(f[0], ways);
      if (role === null) return;
      if (!role) c.total = Math.max(c.total, +f[1]);
      list.slice(1).forEach(function (line) {
        c.entries.push(line[0] === "\t" ? readLine(line.slice(1), true, role) : readLine(line, false, role));
      });
    });
  }

  /* the role in a key of singles, null when it is not that of a word */
  function asked(k, ways) {
    var n = k.indexOf("#"), role = n < 0 ? "" : k.slice(n + 1), surname = k.slice(0, n);
    return ways.some(function (way) {
      var x = longest(way);
      if (n < 0) return x.s === k || x.l && fuzzy(x.s) === k;
      return x.c.length > 2 && x.s.slice(0, n) === surname && role.indexOf(x.s.slice(n)) >= 0;
    }) ? role : null;
  }

  function readLine(line, isText, role) {
    var f = line.split("\t"), m = isText ? [] : /^([^(]*)(\(?(.*?)\)?)$/.exec(f[0]);
    return e.entry(e.record({ refs: f[1] }, [m[1], isText && f[0], m[3], m[2], role, "", f[2], "", "", f[3]]));
  }

  function longest(way) {
    return way.w.reduce(function (best, x) { return x.c.length > best.c.length ? x : best; });
  }

  /* has c take in the units and the blocks in which something may fit the ways; p: how much may
     be wrong with a word */
  return function (ways, home, p, c, wanted, then) {
    var units = {}, paths = [], packs;
    if (home >= 0) units[home] = 1;
    ways.forEach(function (way) {
      var few = way.u && Object.keys(way.u).length <= 8;
      (few ? Object.keys(way.u) : way.named.slice(0, 8)).forEach(function (u) { units[u] = 1; });
      if (!few && !way.unlikely) blocksFor(longest(way), p).forEach(function (path) { if (paths.indexOf(path) < 0) paths.push(path); });
    });
    packs = p ? [] : Object.keys(units).map(function (u) { return e.packPath(root.places[u].address); });
    e.load(packs.concat(paths), function () {
      if (!wanted()) return;
      Object.keys(p ? {} : units).forEach(function (u, i) {
        if (!(packs[i] in texts)) { c.partial = true; return; }
        c.units[u] = 1;
        c.entries = c.entries.concat(root.packs[u] || e.readPack(+u, texts[packs[i]]));
      });
      paths.forEach(function (path) {
        if (!(path in texts) || texts[path].split("\n", 1)[0] !== root.stamp) c.partial = true;
        else readBlock(path, ways, c);
      });
      then();
    });
  };
};
