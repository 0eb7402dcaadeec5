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
/* Head and foot of the screen stand on each page, too: in the boxes of its margins, since Chrome 131. In
   earlier browsers the paper becomes the body of a table, whose head and foot each page repeats, and the
   margins give up the room for them. */
(function () {
  var head = document.querySelector(".run-head"), foot = document.querySelector(".run-foot"), paper = document.querySelector("main"),
    style = document.createElement("style"), css = "margin-top:22mm;margin-bottom:15mm", frame;
  function box(name, node) {
    return "@" + name + '{content:"' + node.textContent.replace(/["\\\s]/g, function (c) { return "\\" + c.charCodeAt(0).toString(16) + " "; }) + '"}';
  }
  function part(name, node) {
    frame.appendChild(document.createElement(name)).appendChild(document.createElement("tr")).appendChild(document.createElement("td")).appendChild(node);
  }
  if (window.CSSMarginRule) {
    css = box("top-left", head.firstElementChild) + box("top-right", head.lastElementChild) +
      box("bottom-left", foot.firstElementChild) + box("bottom-right", foot.lastElementChild);
  } else {
    frame = document.createElement("table");
    frame.className = "run-frame";
    paper.parentNode.insertBefore(frame, paper);
    part("thead", head);
    part("tfoot", foot);
    part("tbody", paper);
  }
  style.textContent = "@page{" + css + "}";
  document.head.appendChild(style);
})();
