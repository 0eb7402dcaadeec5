/* The copy of a hall screen that outlives the network: a service worker. The page is answered from
   it, and replaced by a newer one only when that is whole. What the page loads besides is asked
   for first, and comes from the copy when nobody answers. */
(function (w) {
  "use strict";
  var NAME = "gongshi-kiosk:" + w.registration.scope, PAGE = new URL("index.html", w.registration.scope).href;

  function kept(address) {
    return w.caches.open(NAME).then(function (c) { return c.match(address, { ignoreSearch: true }); });
  }
  function keep(address, response) {
    return w.caches.open(NAME).then(function (c) { return c.put(address, response); });
  }
  /* of a page that is not whole nothing is kept; with a whole one comes what it loads when it is
     touched, in the place of what the one before loaded. It is kept as a new answer, because
     what a server sent from another address opens no page. */
  function keepPage(response) {
    return response.text().then(function (text) {
      var build = /<html[^>]* data-build="([^"]*)"/.exec(text), loads = /data-load="([^"]*)"/.exec(text), list;
      if (!build || text.indexOf('data-end-of="' + build[1] + '"') < 0) return;
      list = loads ? loads[1].split(" ").map(function (f) { return new URL(f, PAGE).href; }) : [];
      return keep(PAGE, new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } })).then(function () { return w.caches.open(NAME); }).then(function (c) {
        return c.keys().then(function (old) {
          return Promise.all(old.map(function (r) { return r.url === PAGE || list.indexOf(r.url) >= 0 || c.delete(r); }));
        });
      }).then(function () {
        return Promise.all(list.map(function (f) {
          return fetched(new Request(f, { cache: "no-cache" })).then(function (r) { return keep(f, r); }).catch(function () {});
        }));
      });
    });
  }
  function fetched(request) {
    return w.fetch(request).then(function (r) {
      if (!r.ok) throw new Error(r.status);
      return r;
    });
  }

  w.addEventListener("install", function (e) {
    e.waitUntil(fetched(new Request(PAGE, { cache: "reload" })).then(keepPage).then(function () { return w.skipWaiting(); }));
  });
  w.addEventListener("activate", function (e) { e.waitUntil(w.clients.claim()); });
  w.addEventListener("fetch", function (e) {
    var r = e.request, at = r.url.split("?")[0];
    if (r.method !== "GET" || at.slice(-11) === "/build.json") return; /* whether anybody answers is the page's to know */
    if (r.mode === "navigate") {
      e.respondWith(kept(PAGE).then(function (copy) {
        return copy || fetched(r).then(function (now) { e.waitUntil(keepPage(now.clone())); return now; });
      }));
    } else if (at === PAGE) {
      e.respondWith(fetched(r).then(function (now) { e.waitUntil(keepPage(now.clone())); return now; }));
    } else {
      e.respondWith(fetched(r).then(function (now) { e.waitUntil(keep(at, now.clone())); return now; }, function () {
        return kept(at).then(function (copy) { return copy || Response.error(); });
      }));
    }
  });
})(self);
