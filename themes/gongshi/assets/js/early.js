/* Before the first paint: remember large type. */
(function (d) {
  var h = d.documentElement, b = d.getElementById("big");
  h.className += " js";
  try { if (localStorage.getItem("big") === "1") { b.checked = true; h.className += " big"; } } catch (e) {}
})(document);
