/* The preview's own script. ES5, no words of its own, no text ever read as HTML.
   It gets the words once and then the whole state at each change:
   {build, building, problems: {id, errors, warnings, list: [
     {file, place, cause, fix, becomes, warning, line: [before, marked, after], caret}]},
   due: {known, late, soon}} */
(function () {
  'use strict';
  var tag = document.currentScript || document.querySelector('script[data-build]');
  if (!tag || !window.EventSource || !document.documentElement.attachShadow || window.top !== window.self) { return; }

  var pageBuild = tag.getAttribute('data-build');
  var words = null;
  var state = null;
  var ui = null;

  /* Remembered for this tab; a browser that forbids it forgets. */
  function recall(key) { try { return sessionStorage.getItem('gongshi.' + key); } catch (e) { return null; } }
  function keep(key, value) { try { sessionStorage.setItem('gongshi.' + key, value); } catch (e) { /* forgets */ } }

  function el(name, className, text) {
    var node = document.createElement(name);
    if (className) { node.className = className; }
    if (text) { node.textContent = text; }
    return node;
  }

  function word(key, n) { return String(words[key]).split('{n}').join(String(n)); }

  function show(node, on) { node.hidden = !on; }

  function empty(node) { while (node.firstChild) { node.removeChild(node.firstChild); } }

  /* ---- load again, and stay at the same place ---- */

  function here() { return location.pathname + location.search; }

  function loadAgain(build) {
    var now = new Date().getTime();
    var last = String(recall('loaded')).split(' ');
    if (last[0] === build && now - last[1] < 3000) { return false; } /* it came with another name: do not turn in circles */
    keep('loaded', build + ' ' + now);
    keep('place', JSON.stringify({ page: here(), x: window.pageXOffset, y: window.pageYOffset }));
    location.reload();
    return true;
  }

  function backToPlace() {
    var place = null;
    try { place = JSON.parse(recall('place') || 'null'); } catch (e) { /* none */ }
    keep('place', '');
    if (!place || place.page !== here()) { return; }
    function go() {
      if (Math.abs(window.pageYOffset - place.y) > 2 || Math.abs(window.pageXOffset - place.x) > 2) {
        window.scrollTo(place.x, place.y);
      }
    }
    go();
    window.addEventListener('load', go);
  }

  /* ---- what stands over the page ---- */

  /* Everything lives in a shadow tree: the style of the page does not reach in,
     and ours not out. */
  function build() {
    var host = el('div');
    host.id = 'gongshi-preview';
    host.style.cssText = 'all:initial';
    var style = el('link');
    style.rel = 'stylesheet';
    style.href = '/_gongshi/preview.css';
    var all = el('div', 'all');
    show(all, false); /* until the style is there */
    style.onload = style.onerror = function () { show(all, true); markCarets(); };

    var u = { host: host, before: null, shown: '' };
    u.said = el('div', 'said');
    u.said.setAttribute('role', 'status');
    u.said.setAttribute('aria-live', 'polite');
    u.note = el('div', 'note');
    u.button = el('button', 'open');
    u.button.type = 'button';
    u.button.onclick = takeOut;
    u.button.setAttribute('aria-expanded', 'false');
    u.button.setAttribute('aria-controls', 'panel');
    u.due = el('a', 'due');
    buildPanel(u);

    var parts = [u.said, u.due, u.note, u.button, u.panel];
    for (var i = 0; i < parts.length; i++) {
      show(parts[i], parts[i] === u.said);
      all.appendChild(parts[i]);
    }
    var root = host.attachShadow({ mode: 'open' });
    root.appendChild(style);
    root.appendChild(all);
    document.documentElement.appendChild(host); /* a body may be scaled or swapped */
    window.addEventListener('resize', markCarets);
    return u;
  }

  function buildPanel(u) {
    u.panel = el('section', 'panel');
    u.panel.id = 'panel';
    u.panel.setAttribute('role', 'region');
    u.panel.setAttribute('aria-labelledby', 'title');
    u.panel.onkeydown = function (e) {
      if (e.key === 'Escape' || e.key === 'Esc') { putAway(); }
    };
    u.title = el('h2', 'title');
    u.title.id = 'title';
    u.title.tabIndex = -1;
    u.sub = el('p', 'sub');
    u.close = el('button', 'close', word('close'));
    u.close.type = 'button';
    u.close.onclick = putAway;
    u.body = el('div', 'body');
    var heading = el('div', 'heading');
    heading.appendChild(u.title);
    heading.appendChild(u.sub);
    var head = el('div', 'head');
    head.appendChild(heading);
    head.appendChild(u.close);
    u.foot = el('p', 'foot');
    u.dueInside = el('a', 'duelink');
    u.foot.appendChild(u.dueInside);
    u.panel.appendChild(head);
    u.panel.appendChild(u.body);
    u.panel.appendChild(u.foot);
  }

  /* The way to the staff's page about the unit that is shown: below the panel, and
     in a corner while there is none. */
  function renderDue(d, panel) {
    var own = '/_gongshi/due';
    var inside = location.pathname.indexOf(own + '/') === 0;
    var known = !!d && d.known && !inside;
    var text = !known ? '' : d.late ? word('due.late', d.late) : d.soon ? word('due.soon', d.soon) : word('due');
    var links = [ui.due, ui.dueInside];
    for (var i = 0; i < links.length; i++) {
      links[i].textContent = text;
      links[i].href = own + location.pathname;
    }
    ui.due.className = known && d.late ? 'due late' : 'due';
    show(ui.due, known && !panel);
    show(ui.foot, known);
  }

  function focusInside() { return document.activeElement === ui.host; }

  function focusBack() {
    var to = ui.before;
    ui.before = null;
    if (to && to !== document.body && document.contains(to)) { to.focus(); }
  }

  function putAway() {
    var inside = focusInside();
    keep('away', state.problems.id);
    render();
    if (inside) { ui.button.focus(); }
  }

  function takeOut() {
    keep('away', '');
    keep('warnings', state.problems.errors ? '' : state.problems.id); /* warnings alone open on demand */
    render();
    ui.title.focus();
  }

  function render() {
    if (!ui) { ui = build(); }
    var p = state.problems;
    var wanted = p.errors ? recall('away') !== p.id : p.warnings && recall('warnings') === p.id && recall('away') !== p.id;
    var inside = focusInside();
    if (!inside) { ui.before = document.activeElement; }
    if (ui.shown !== p.id) {
      ui.shown = p.id;
      fill(p);
      ui.said.textContent = p.errors ? word('errors', p.errors) : '';
    }
    show(ui.panel, wanted);
    show(ui.button, !wanted && (p.errors || p.warnings));
    if (inside && ui.panel.hidden && ui.button.hidden) { focusBack(); }
    renderDue(state.due, wanted);
    if (wanted) { markCarets(); }
  }

  function fill(p) {
    var main = p.errors ? word('errors', p.errors) : word('open.warnings', p.warnings);
    ui.title.textContent = main;
    ui.panel.className = p.errors ? 'panel' : 'panel mild';
    ui.button.className = p.errors ? 'open' : 'open mild';
    ui.button.textContent = p.errors ? word('open.errors', p.errors) : word('open.warnings', p.warnings);
    ui.sub.textContent = p.errors ? word('errors.keep') : '';
    show(ui.sub, !!p.errors);
    empty(ui.body);
    ui.body.scrollTop = 0;
    var errors = listOf(p.list, false, p.errors);
    var warnings = listOf(p.list, true, p.warnings);
    if (errors) { ui.body.appendChild(errors); }
    if (!warnings) { return; }
    if (!errors) { ui.body.appendChild(warnings); return; }
    var more = el('details', 'more');
    more.appendChild(el('summary', '', word('warnings', p.warnings)));
    more.appendChild(warnings);
    more.addEventListener('toggle', markCarets);
    ui.body.appendChild(more);
  }

  function listOf(list, warning, count) {
    var box = el('div');
    var ol = el('ol', 'list');
    var shown = 0;
    for (var i = 0; i < list.length; i++) {
      if (list[i].warning === warning) { ol.appendChild(item(list[i])); shown++; }
    }
    if (!shown) { return null; }
    box.appendChild(ol);
    if (count > shown) { box.appendChild(el('p', 'rest', word('errors.more', count - shown))); }
    return box;
  }

  function item(p) {
    var li = el('li', p.warning ? 'item mild' : 'item');
    var where = el('p', 'where');
    where.appendChild(el('span', 'tag', word(p.warning ? 'warning' : 'error')));
    where.appendChild(el('bdi', 'file', p.file));
    if (p.place) {
      where.appendChild(document.createTextNode(' '));
      where.appendChild(el('bdi', 'place', p.place));
    }
    li.appendChild(where);
    li.appendChild(el('p', 'cause', p.cause));
    if (p.line[0] || p.line[1] || p.line[2]) { li.appendChild(lineOf(p)); }
    if (p.fix || p.becomes) {
      var advice = el('div', 'advice');
      if (p.fix) { advice.appendChild(pair('p', 'fix', p.fix, 'span')); }
      if (p.becomes) { advice.appendChild(pair('p', 'becomes', p.becomes, 'code')); }
      li.appendChild(advice);
    }
    return li;
  }

  /* A word and what it stands before. */
  function pair(name, key, text, textName) {
    var node = el(name, key);
    node.appendChild(el('b', '', word(key)));
    node.appendChild(el(textName, '', text));
    return node;
  }

  /* The mark stands below the same characters in the same font, made invisible:
     so it fits whatever width the glyphs have. */
  function lineOf(p) {
    var box = el('div', 'code');
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', word('line'));
    var line = el('div', 'line');
    line.appendChild(el('span', '', p.line[0]));
    if (p.caret) { line.appendChild(el('mark', '', p.line[1])); }
    line.appendChild(el('span', '', p.line[2]));
    box.appendChild(line);
    if (p.caret) {
      var row = el('div', 'carets');
      row.setAttribute('aria-hidden', 'true');
      row.appendChild(el('span', 'ghost', p.line[0]));
      row.appendChild(el('span', 'caret', p.line[1] || ' '));
      box.appendChild(row);
    }
    return box;
  }

  /* Boxes wider than the panel: the mark into view, and the keyboard may scroll. */
  function markCarets() {
    if (!ui || ui.panel.hidden) { return; }
    var boxes = ui.panel.querySelectorAll('.code');
    for (var i = 0; i < boxes.length; i++) {
      var box = boxes[i];
      var wide = box.scrollWidth > box.clientWidth + 1;
      if (wide) { box.tabIndex = 0; } else { box.removeAttribute('tabindex'); }
      var mark = box.querySelector('mark');
      if (!wide || !mark || !box.clientWidth) { continue; }
      if (box.scrollLeft !== (box.ours || 0)) { continue; } /* the reader has moved it */
      var edge = box.getBoundingClientRect();
      var at = mark.getBoundingClientRect();
      if (at.left < edge.left || at.right > edge.right - 16) { box.scrollLeft += at.left - edge.left - box.clientWidth / 3; }
      box.ours = box.scrollLeft;
    }
  }

  /* One short note at a time: that a build is under way, or the program gone. It
     waits a little, because most are over before anybody could read them. */
  var noteTimer = 0;
  var noteText = '';
  function note(text, after) {
    if (!words || text === noteText) { return; }
    if (!ui) { ui = build(); }
    noteText = text;
    clearTimeout(noteTimer);
    if (!text) { show(ui.note, false); return; }
    noteTimer = setTimeout(function () {
      ui.note.textContent = text;
      show(ui.note, true);
      ui.said.textContent = text;
    }, after);
  }

  /* ---- the line to the program ---- */

  var source = null;
  var again = 0;

  function connect() {
    if (source || document.hidden) { return; }
    clearTimeout(again);
    source = new EventSource('/_gongshi/events');
    source.addEventListener('words', function (e) { words = JSON.parse(e.data); });
    source.addEventListener('state', function (e) {
      state = JSON.parse(e.data);
      if (state.build !== pageBuild && loadAgain(state.build)) { return; }
      render();
      note(state.building ? words.building : '', 400);
    });
    source.onerror = function () {
      if (words) { note(words.lost, 1500); } /* a restart is faster */
      if (source && source.readyState === 2) { /* some browsers do not try again by themselves */
        disconnect();
        again = setTimeout(connect, 2000);
      }
    };
  }

  function disconnect() {
    if (source) { source.close(); }
    source = null;
  }

  /* A browser keeps six lines to a host: a tab nobody sees gives its own back, and
     hears what it missed when it is looked at. */
  document.addEventListener('visibilitychange', function () {
    if (document.hidden) { disconnect(); } else { connect(); }
  });
  window.addEventListener('pagehide', disconnect);
  window.addEventListener('pageshow', connect);

  backToPlace();
  connect();
}());
