/* The search box asks for what it needs when it is first touched, all of it at once. */
(function (d, w) {
  "use strict";
  var box = d.getElementById("find"), q = d.getElementById("s"), said = d.getElementById("s-said"), left = 0;
  if (!box) return;
  function start() {
    if (left) return;
    var files = box.getAttribute("data-load").split(" ");
    left = files.length;
    w.gongshi = { put: function () {} }; /* until the first file has come */
    setTimeout(function () { if (left > 0) said.textContent = box.getAttribute("data-wait"); }, 400);
    files.forEach(function (src) {
      var s = d.createElement("script");
      s.src = src + (/root.js$/.test(src) && w.location.protocol !== "file:" ? "?t=" + Math.floor(new Date() / 6e5) : "");
      s.async = false;
      s.onload = s.onerror = function () { if (!--left) ready(); };
      d.head.appendChild(s);
    });
  }
  function ready() {
    said.textContent = "";
    if (w.gongshi.box) { left = -1; w.gongshi.box(); } else said.textContent = box.getAttribute("data-lost");
  }
  q.onfocus = q.ontouchstart = q.oninput = start;
  if (q.value || d.activeElement === q) start();
})(document, window);
