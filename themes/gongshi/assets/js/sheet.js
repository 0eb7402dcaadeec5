/* The button that prints. */
document.getElementById("print").onclick = function () { window.print(); };
