/* The button that prints. */
document.getElementById("print").onclick = function () { window.print(); };
/* What has expired is not printed from a page that lies open or was kept. */
(function () {
  function gate() {
    var n = document.querySelectorAll("[data-until]"), t = new Date(), i, p;
    for (i = 0; i < n.length; i++) {
      p = n[i].getAttribute("data-until").split("-");
      if (new Date(+p[0], p[1] - 1, +p[2]) < new Date(t.getFullYear(), t.getMonth(), t.getDate())) n[i].hidden = true;
    }
  }
  gate();
  setInterval(gate, 60000);
  addEventListener("pageshow", gate);
  addEventListener("beforeprint", gate);
})();
