/* The search of residents: package search of the generator once more, for browsers. ES5, no
   dependency. A generated set of queries keeps the two equal, result by result. */
(function (w, d) {
  "use strict";
  var NEVER = 1 << 14, LONGEST = 6, LIMIT = 50;
  var texts = dict(), waiting = dict(), plains = dict(), turn = 0, base = "", root = null;
  var numerals, counters, ordinals, suffixes, groups, ranges, readings, surnames, fold = dict(), spelt, sounds, numeral;

  function dict() { return Object.create(null); }

  /* ---- loading: each file is a script that calls put */

  var api = {
    put: function (name, text) { texts[name] = text; },

    /* what any query needs is there before the first one */
    open: function (at, home) {
      base = at;
      start(function () {
        if (root && root.large && home in root.at) load([packPath(home)], function () {});
      });
    },

    /* a later search makes the answer of an earlier one never arrive */
    search: function (query, home, done) {
      var mine = ++turn;
      start(function () {
        if (mine !== turn) return;
        if (root) find(query, root.at[home], function () { return mine === turn; }, done);
        else done({ results: [], total: 0, partial: true });
      });
    },
    /* whether every answer is here: nothing is loaded for one */
    whole: function () { return !!root && !root.large; },
    /* what is shown gets the outlines of rare characters, which the page was made without */
    dress: function (text) {
      (text.match(/[\u2e80-\u2fdf\u3400-\u4dbf\u9fa6-\u9fff\uf900-\ufaff]|[\ud840-\ud8ff][\udc00-\udfff]/g) || []).forEach(function (c) {
        var low = c.charCodeAt(1), path = "r/" + (low ? (c.charCodeAt(0) - 0xd7c0 << 10) + (low & 1023) : c.charCodeAt(0)).toString(16);
        if (!(path in texts)) load([path], function () { d.head.appendChild(d.createElement("style")).textContent = texts[path] || (texts[path] = ""); });
      });
    },
    place: function (i) { return root.places[i]; },
    board: function (word) { return root.boards[word] || word; },

    /* how a file is loaded; tests have another way */
    script: function (path, end) {
      var s = d.createElement("script"), web = w.location.protocol !== "file:";
      s.src = base + path + ".js" + (!web ? "" : root ? "?v=" + root.version : "?t=" + Math.floor(new Date() / 6e5));
      s.onload = s.onerror = function () { d.head.removeChild(s); end(); };
      d.head.appendChild(s);
    }
  };

  function start(then) {
    load(["root"], function () {
      if (!root && texts.root) readRoot(texts.root);
      then();
    });
  }

  function load(paths, then) {
    var open = 1;
    function end() { if (!--open) then(); }
    paths.forEach(function (path) {
      if (path in texts) return;
      open++;
      if (waiting[path]) { waiting[path].push(end); return; }
      var list = waiting[path] = [end];
      api.script(path, function () {
        delete waiting[path];
        list.forEach(function (f) { f(); });
      });
    });
    end();
  }

  /* ---- fold: how text is written down for comparing */

  /* one string a code point */
  function split(s) {
    return /[\ud800-\udfff]/.test(s) ? s.match(/[\ud800-\udbff][\udc00-\udfff]|[^]/g) : s.split("");
  }

  /* a character as it is compared: half-width, lower case, without tones; blank for what
     separates words, nothing for what is not there at all; each is looked at once */
  function plain(c) {
    return c in plains ? plains[c] : plains[c] = plainly(c);
  }

  function plainly(c) {
    if (c >= "\uff01" && c <= "\uff5e") c = String.fromCharCode(c.charCodeAt(0) - 0xfee0);
    if (/^[A-Za-z0-9]$/.test(c)) return c.toLowerCase();
    if (/^([\xb7\u2022\u2027\u30fb\u2219\ufeff\u200b-\u200f\ufe00-\ufe0f]|\udb40[\udd00-\uddef])$/.test(c)) return "";
    if (/^[\0-\xbf\xd7\xf7\u2000-\u2bff\u3000-\u3004\u3006\u3008-\u303f\uff00-\uffef]$/.test(c)) return " ";
    if (c >= "\u0250") return c;
    c = c.toLowerCase().normalize("NFD");
    return c.slice(0, 2) === "u\u0308" ? "v" : c[0];
  }

  function text(s) {
    for (var out = "", list = split(s), i = 0, c; i < list.length; i++) {
      c = plain(list[i]);
      out += fold[c] || c;
    }
    return out.replace(/ +/g, " ").replace(/^ | $/g, "");
  }

  function han(c) { return c >= "\u2e80"; }
  function digit(c) { return c >= "0" && c <= "9"; }

  /* Han numerals that count something, as digits */
  function numbers(s) {
    return s.replace(numeral, function (m, at, all) {
      return counters.indexOf(all[at + m.length]) >= 0 || ordinals.indexOf(all[at - 1]) >= 0 ? value(m) : m;
    });
  }

  function value(s) {
    var total = 0, last = 0, places = false;
    s.split("").forEach(function (c) {
      var n = numerals[c];
      if (n > 9) { places = true; total += Math.max(last, 1) * n; last = 0; }
      else last = places ? n : last * 10 + n;
    });
    return "" + (total + last);
  }

  /* ---- table: what is known of characters */

  function fuzzy(s) {
    if (s[1] === "h" && "zcs".indexOf(s[0]) >= 0) s = s[0] + s.slice(2);
    if (s.length > 1 && s[0] === "n") s = "l" + s.slice(1);
    return s.replace(/([aei]n)g$/, "$1").replace(/v/g, "u");
  }

  function readTable(lines) {
    readings = dict(); surnames = dict(); spelt = dict(); sounds = dict();
    function learn(map, key, s, likeliest) {
      var x = { s: s, f: fuzzy(s) }, list = map[key] = map[key] || [];
      if (likeliest) list.unshift(x); else list.push(x);
      spelt[s] = sounds[x.f] = 1;
    }
    fields(lines[0]).forEach(function (f) {
      var m = /^[a-z?]*/.exec(f)[0], list = split(f.slice(m.length));
      list.forEach(function (c, i) {
        if (c !== "'") learn(readings, c, m, list[i + 1] !== "'");
      });
    });
    fields(lines[1]).forEach(function (f) {
      var n = f.search(/[a-z]/);
      f.slice(n).split("'").forEach(function (s) { learn(surnames, f.slice(0, n), s); });
    });
    split(lines[2]).forEach(function (c, i, list) { if (i % 2) fold[c] = list[i - 1]; });
    lines = lines[3].split("\t");
    numerals = dict();
    fields(lines[0]).forEach(function (f) {
      f.replace(/[^0-9]/g, function (c) { numerals[c] = parseInt(f); });
    });
    numeral = new RegExp("[" + Object.keys(numerals).join("") + "]{1,5}", "g");
    counters = lines[1];
    ordinals = lines[2];
    suffixes = fields(lines[3]);
    groups = lines[4];
    ranges = new RegExp("(\\d{1,6}) ?[-~–—－～" + lines[5] + "] ?(\\d{1,6})", "g");
  }

  function fields(s) { return s.match(/\S+/g) || []; }

  /* a name ready to be matched: characters, readings, where the given name begins */
  function readName(s) {
    var n = { c: [], r: [], g: 0 }, written = [], list = split(s), i, c, p, own, two;
    for (i = 0; i < list.length && n.c.length < 24; i++) {
      c = list[i];
      p = plain(c);
      if (!p || p === " ") continue;
      written.push(c);
      p = fold[p] || p;
      n.c.push(p);
      n.r.push(han(p) ? readings[c] || [] : [{ s: p, f: p }]);
    }
    if (n.c.length > 1 && han(n.c[0])) {
      n.g = 1;
      own = surnames[written[0]];
      two = surnames[written[0] + written[1]];
      if (n.c.length > 2 && two && two.length === 2) { own = two; n.g = 2; }
      (own || []).forEach(function (x, i) {
        n.r[i] = [x].concat(n.r[i].filter(function (y) { return y.s !== x.s; }));
      });
    }
    return n;
  }

  /* what a syllable can begin with at all, whatever is mixed up */
  function first(s) {
    var c = s[0];
    return c === "n" ? "l" : c === "v" ? "u" : c;
  }

  function firsts(list) {
    return list.i || (list.i = list.map(function (x) { return first(x.s); }).join(""));
  }

  function shorten(name) {
    for (var i = 0, s, cut; i < suffixes.length; i++) {
      s = suffixes[i];
      cut = name.slice(0, -s.length);
      if (cut + s === name && split(cut).length > 1) return cut;
    }
    return name;
  }

  /* ---- match: how well a word fits, by what it fits; what costs is taken off */

  function newWord(chars) {
    chars = chars.slice(0, 32);
    var all = chars.join(""), x = { c: chars, s: all, m: numbers(all), n: /^(\D*)(\d{1,6})(\D+)$/.exec(numbers(all)), l: /^[a-z]+$/.test(all), raw: [], sound: [], i: first(all) }, i, k, s, end = chars.length;
    for (i = end - 1; i >= 0; i--) {
      if (han(chars[i])) end = i;
      else x.f = true;
      x.raw[i] = [];
      x.sound[i] = [];
      for (k = 1, s = ""; k <= LONGEST && i + k <= end; k++) {
        s += chars[i + k - 1];
        x.raw[i][k] = s;
        x.sound[i][k] = fuzzy(s);
      }
    }
    return x;
  }

  function matchName(x, n, p) {
    var best = 0, c = x.c[0], h = han(c), from;
    for (from = 0; from < n.c.length; from++) {
      if (from && (p > 1 || x.l && x.c.length < 2)) break;
      if (h ? p < 1 && c !== n.c[from] : firsts(n.r[from]).indexOf(x.i) < 0) continue;
      best = Math.max(best, walk(x, n, from, p, false));
      if (x.f && best < 78) best = Math.max(best, walk(x, n, from, p, true) - 22);
    }
    return best;
  }

  /* costs[state * size + i] is what the cheapest way costs that has used up i characters of the
     word; the last thing was Han (0), a syllable (1) or an initial (2), and 3 more when a
     mistake was forgiven; loose: sounds that are mixed up, syllables beside initials, an
     unfinished one at the end */
  var costs = [], next = [], alive;

  function walk(x, n, from, p, loose) {
    var len = x.c.length, size = len + 1, all = size * (p ? 6 : 3), best = 0, at, i, swap, c;
    for (i = 0; i < all; i++) costs[i] = NEVER;
    costs[0] = 0;
    for (at = from; at < n.c.length; at++) {
      for (i = 0; i < all; i++) next[i] = NEVER;
      alive = false;
      for (i = 0; i < all; i++) if (costs[i] < NEVER && i % size < len) step(x, n, at, i % size, p, loose, Math.floor(i / size), costs[i]);
      for (i = len; i < all; i += size) {
        c = next[i];
        if (c < NEVER && (i < 3 * size || p < 2 || !from && at === n.c.length - 1)) best = Math.max(best, worth(n, from, at + 1) - c);
      }
      if (!alive) break;
      swap = costs; costs = next; next = swap;
    }
    return best;
  }

  function worth(n, from, to) {
    var whole = to === n.c.length;
    return from ? from === n.g && whole ? 78 : 58 : whole ? 100 : 82;
  }

  function put(i, cost) {
    if (cost < next[i]) { next[i] = cost; alive = true; }
  }

  /* uses up characters of the word, from i on, on one of the name */
  function step(x, n, at, i, p, loose, state, spent) {
    var c = x.c[i], list = n.r[at], size = x.c.length + 1, row = (state < 3 ? 0 : 3 * size) + i, raw = x.raw[i], k, l, s, cost;
    if (han(c)) {
      if (c === n.c[at]) put(row + 1, spent);
      else if (state > 2 || !p) return;
      else if (alike(c, list)) put(row + 3 * size + 1, spent + 8);
      else if (p > 1 && n.c.length > 2) put(row + 3 * size + 1, spent + 20);
      return;
    }
    for (k = 0; k < list.length; k++) {
      s = list[k];
      cost = spent + (k ? 2 : 0);
      for (l = 1; l < raw.length && (loose || state % 3 < 2); l++) {
        if (raw[l] === s.s) put(row + size + l, cost);
        else if (loose && x.sound[i][l] === s.f) put(row + size + l, cost + 3);
        else if (loose && l > 1 && i + l === size - 1 && raw[l] === s.s.slice(0, l)) put(row + size + l, cost + 1);
      }
      l = s.s[0];
      if (!loose && state % 3 === 1 || l < "a" || l > "z") continue;
      if (c === l) put(row + 2 * size + 1, cost + 2);
      else if (loose && (c + l === "nl" || c + l === "ln")) put(row + 2 * size + 1, cost + 5);
      if (c !== l || !/^[zcs]h$/.test(raw[2])) continue;
      if (s.s[1] === "h") put(row + 2 * size + 2, cost + 5);
      else if (loose) put(row + 2 * size + 2, cost + 8);
    }
  }

  function alike(c, list) {
    return (readings[c] || []).some(function (a) {
      return a.f !== "?" && list.some(function (b) { return a.f === b.f; });
    });
  }

  function matchText(s, t) {
    var best = 0, i = -1;
    if (s === t) return 92;
    while ((i = t.indexOf(s, i + 1)) >= 0) {
      if (digit(s[0]) && i && digit(t[i - 1])) continue;
      if (digit(s[s.length - 1]) && i + s.length < t.length && digit(t[i + s.length])) continue;
      best = Math.max(best, i ? 60 : 70);
    }
    return best;
  }

  /* ranges of numbers in a text, with what stands before and behind: 1-19 */
  function spans(s) {
    var list = [];
    s.replace(ranges, function (m, a, b, at) {
      var end = at + m.length;
      if (!(at && digit(s[at - 1]) || end < s.length && digit(s[end])) && +a < +b) list.push({ a: +a, b: +b, pre: text(s.slice(0, at)), post: /^[^ \d]*/.exec(text(s.slice(end)))[0] });
    });
    return list;
  }

  function within(x, s) {
    var n = Math.min(x[3].length, s.post.length);
    return +x[2] >= s.a && +x[2] <= s.b && n && x[3].slice(0, n) === s.post.slice(0, n) && (!x[1] || s.pre.slice(-x[1].length) === x[1]);
  }

  /* makes a record ready */
  function entry(e) {
    if (e.name) e.n = readName(e.name);
    e.t = numbers(text(e.text));
    e.spans = spans(e.text);
    e.g = numbers(text(e.group));
    e.o = text(e.role);
    e.digits = e.phone.replace(/[^0-9]/g, "");
    return e;
  }

  function match(x, e, p) {
    var best = e.n ? matchName(x, e.n, p) : 0;
    if (e.also) e.also.forEach(function (n) { best = Math.max(best, matchName(x, n, p) - 4); });
    best = Math.max(best, matchText(x.m, e.t));
    if (best < 60 && x.n && e.spans.some(function (s) { return within(x.n, s); })) best = 60;
    if (best < 50 && matchText(x.m, e.g)) best = 50;
    if (e.o) best = Math.max(best, titled(x, e));
    if (/^\d{7,}$/.test(x.s) && e.digits.indexOf(x.s) >= 0) best = Math.max(best, 90);
    return best;
  }

  function titled(x, e) {
    if (x.c.length < 2 || !han(x.c[0])) return 0;
    if (e.o.indexOf(x.s) >= 0) return 50;
    for (var k = 1, s; e.n && k <= e.n.g && x.c.length - k > 1; k++) {
      s = e.n.c.slice(0, k).join("");
      if (x.s.indexOf(s) === 0 && e.o.indexOf(x.s.slice(s.length)) >= 0) return 76;
    }
    return 0;
  }

  /* ---- query: words, places among them, ranking */

  function words(query) {
    return split(text(query)).slice(0, 64).join("").split(" ").filter(Boolean).map(split);
  }

  function concat(list) { return [].concat.apply([], list); }

  function way(list, named, unlikely) { return { w: list.map(newWord), u: named && below(named), named: named || [], unlikely: unlikely }; }

  /* words may be meant apart or, when they are all letters or all digits, as one with blanks */
  function meant(list, units) {
    var one = concat(list);
    return list.length > 1 && /^([a-z]+|\d+)$/.test(one.join("")) ? [way([one], units), way(list, units, true)] : [way(list, units)];
  }

  function readQuery(query) {
    var list = words(query), ways = list.length ? meant(list) : [];
    list.forEach(function (c, i) {
      var rest = list.slice(0, i).concat(list.slice(i + 1)), units = named(c), n, parts;
      if (units && rest.length) {
        ways = ways.concat(meant(rest, units));
        return;
      }
      for (n = c.length - 1; n > 1; n--) {
        units = root.called[c.slice(0, n).join("")];
        if (!units) continue;
        parts = list.slice();
        parts[i] = c.slice(n);
        ways = ways.concat(meant(parts, units));
        break;
      }
    });
    return ways;
  }

  /* the units that a word names as a whole */
  function named(c) {
    var s = c.join(""), units = root.called[s], x;
    if (units || !/^[a-z]{3,}$/.test(s)) return units;
    x = newWord(c);
    units = root.places.map(function (_, i) { return i; }).filter(function (i) {
      var n = root.units[i].short;
      return n.c.length > 1 && matchName(x, n, 0) >= 100 - 2 * n.c.length;
    });
    return units.length && units;
  }

  function below(units) {
    var out = {};
    function add(i) {
      if (out[i]) return;
      out[i] = 1;
      root.places[i].below.forEach(add);
    }
    units.forEach(add);
    return out;
  }

  function near(home, unit) {
    var at, up = function (i) { return root.places[i].parent; };
    if (home < 0) return 0;
    if (unit === home) return 30;
    for (at = up(unit); at >= 0; at = up(at)) if (at === home) return 20;
    return up(home) >= 0 && (up(unit) === up(home) || unit === up(home)) ? 5 : 0;
  }

  /* by code points, not by code units */
  function order(a, b) {
    if (a === b) return 0;
    return a.replace(/[\ud800-\udbff]/g, "\uffff$&") < b.replace(/[\ud800-\udbff]/g, "\uffff$&") ? -1 : 1;
  }

  /* what is told of a record, in the order of packs */
  var told = ["name", "text", "group", "mark", "role", "phone", "until", "row", "board", "path"];

  function label(r) { return r.name || r.text; }

  function better(a, b) {
    var n = b.score - a.score || a.unit - b.unit || "ubpghm".indexOf(a.kind) - "ubpghm".indexOf(b.kind) || order(label(a), label(b)), i;
    for (i = 1; !n && i < told.length; i++) n = told[i] === "role" ? order(b.role, a.role) : order(a[told[i]], b[told[i]]);
    return n;
  }

  function result(e, unit, sort, group, score) {
    var r = { kind: (sort || e).kind, unit: unit, score: score, far: !!sort };
    for (var i = 0; i < told.length; i++) r[told[i]] = e[told[i]];
    if (sort) {
      r.board = sort.board;
      r.row = anchor(r);
      if (group && !r.group) r.group = group + groups;
    }
    return r;
  }

  /* the entries that fit one of the ways, best first; an entry of a block stands for all
     records of its label */
  function fit(ways, home, p, c) {
    var n = new Date(), today = new Date(n - n.getTimezoneOffset() * 6e4).toISOString().slice(0, 10), list = [], seen = dict();
    c.entries.forEach(function (e) {
      if (e.until && e.until < today) return;
      var size = root.width + 2, i, unit, sort, scores = ways.map(function (way) { return way.u && !e.refs && !way.u[e.unit] ? 0 : score(way, e, p); });
      function take(unit, sort, group) {
        var best = Math.max.apply(0, scores.map(function (s, i) { return !ways[i].u || ways[i].u[unit] ? s : 0; }));
        if (best) list.push(result(e, unit, sort, group, best + near(home, unit) - (unit !== home && (sort || e).kind === "b" ? 15 : 0)));
      }
      if (!scores.some(Boolean)) return;
      if (!e.refs) take(e.unit);
      else for (i = 0; i + size <= e.refs.length; i += size) {
        unit = number(e.refs.substr(i, root.width));
        sort = root.sorts[number(e.refs[i + root.width])];
        if (unit >= root.places.length || !sort) break;
        if (!c.units[unit]) take(unit, sort, number(e.refs[i + root.width + 1]));
      }
    });
    return list.sort(better).filter(function (r) {
      var k = [r.unit, r.kind, r.board, r.path, label(r), r.mark, r.until].join("\t"), again = r.far && seen[k];
      if (r.far) seen[k] = 1;
      return !again;
    });
  }

  /* the mean of the words, 0 when one does not fit */
  function score(way, e, p) {
    for (var i = 0, sum = 0, s; i < way.w.length; i++) {
      s = match(way.w[i], e, p);
      if (!s) return 0;
      sum += s;
    }
    return Math.floor(sum / i);
  }

  /* ---- read: files → answers */

  function number(s) {
    for (var n = 0, i = 0; i < s.length; i++) n = n * 85 + s.charCodeAt(i) - (s[i] > "\\" ? 36 : 35);
    return n;
  }

  function packPath(address) { return address ? "u/" + address : "u"; }

  function lines(s) { return s.split("\n").slice(0, -1); }

  function readRoot(s) {
    s = s.split("\x1e");
    var head = s[0].split("\t"), n, r = { at: dict(), boards: dict(), called: dict(), version: head[2], stamp: head[3], large: head[1] === "parts", width: 1, packs: [] };
    if (head[0] !== "2") return;
    root = r;
    readTable(s[1].split("\n"));
    s[2].split("\t").forEach(function (f) {
      n = f.indexOf("=");
      r.boards[f.slice(0, n)] = f.slice(n + 1);
    });
    r.roles = s[3].split("\t");
    readPlaces(s[4]);
    for (n = 85; n < r.places.length; n *= 85) r.width++;
    if (r.large) {
      r.sorts = s[5].split("\t").map(function (f) { return { kind: f[0], board: f.slice(1) }; });
      r.firsts = { n: s[6], t: s[7], s: s[8] };
      r.gather = api.blocks({
        root: r, texts: texts, load: load, readings: readings, sounds: sounds, spelt: spelt, longest: LONGEST, dict: dict, split: split, han: han, digit: digit,
        text: text, fuzzy: fuzzy, order: order, lines: lines, number: number, packPath: packPath, readPack: readPack, record: record, entry: entry
      });
    } else r.places.forEach(function (_, i) { readPack(i, s[5 + i]); });
  }

  function spell(name) {
    var out = "";
    return split(name).every(function (c) { return readings[c] && (out += readings[c][0].s); }) ? out : "?";
  }

  function readPlaces(s) {
    var above = [];
    root.places = [];
    root.units = lines(s).map(function (line, i) {
      var f = line.slice(1).split("\t"), depth = number(line[0]), p = { name: f[0], parent: -1, below: [] }, rel = f[1] || "", up = "", brief = shorten(f[0]);
      var also = [brief].concat(f.slice(2).filter(Boolean)), e = entry(record({ kind: "u", unit: i }, [f[0]]));
      depth = Math.min(depth, above.length);
      if (depth) {
        p.parent = above[depth - 1];
        up = root.places[p.parent].address;
        root.places[p.parent].below.push(i);
      }
      p.address = rel[0] === "=" ? rel.slice(1) : (up && up + "/") + (!rel ? spell(brief) : rel === "*" ? spell(f[0]) : rel.slice(1));
      above.length = depth;
      above.push(i);
      root.places.push(p);
      root.at[p.address] = i;
      e.also = also.filter(function (a) { return a !== f[0]; }).map(readName);
      e.short = brief === f[0] ? e.n : e.also[0];
      [f[0]].concat(also).forEach(function (c) {
        c = text(c).replace(/ /g, "");
        if (split(c).length < 2) return;
        c = root.called[c] = root.called[c] || [];
        if (c[c.length - 1] !== i) c.push(i);
      });
      return e;
    });
  }

  function record(e, f) {
    for (var i = 0; i < told.length; i++) e[told[i]] = f[i] || "";
    return e;
  }

  function anchor(r) {
    if (r.kind === "u" || r.kind === "b") return "";
    return split((label(r) + r.mark).replace(/[^\S\ufeff]|\x85/g, "")).slice(0, 16).join("");
  }

  function readPack(unit, s) {
    var head, list = [];
    lines(s).forEach(function (line) {
      var h = /^\x7f(.)([^\/\t]*)\/?([^\t]*)\t?(.*)/.exec(line), f = line.split("\t"), e;
      if (h) { head = h; return; }
      e = record({ kind: head[1], unit: unit }, [f[0], f[1], head[4]].concat(f.slice(2)));
      e.board = head[2];
      e.path = head[3];
      if (e.mark === "=") e.mark = "(" + e.group + ")";
      e.row = !e.row ? anchor(e) : e.row === "-" ? "" : e.row;
      list.push(entry(e));
    });
    return root.packs[unit] = list;
  }

  function find(query, home, wanted, done) {
    var ways = readQuery(query), c = { entries: root.units.slice(), units: {}, total: 0, partial: false };
    if (home === undefined) home = -1;
    if (!ways.length) done({ results: [], total: 0, partial: false });
    else if (root.large) root.gather(ways, home, 0, c, wanted, function () { answer(0); });
    else {
      c.entries = c.entries.concat(concat(root.packs));
      answer(0);
    }

    function answer(p) {
      for (var list = []; p < 3 && !list.length; p++) {
        if (p > 1 && root.large && !c.again) {
          c.again = 1;
          root.gather(ways, home, p, c, wanted, function () { answer(2); });
          return;
        }
        list = fit(ways, home, p, c);
      }
      done({ results: list.slice(0, LIMIT), total: Math.max(c.total, list.length), partial: c.partial });
    }
  }

  w.gongshi = api;
})(this, this.document);
