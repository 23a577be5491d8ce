// Tells the server that a page is being printed, before it is. What the log cannot hold is not printed either.
(function () {
  "use strict";
  var krop = document.body;
  if (!krop || !krop.dataset.logside) return;
  var sider = [krop.dataset.logside];

  // Parts that htmx fetches into the page have names of their own.
  document.addEventListener("htmx:afterRequest", function (e) {
    var side = e.detail.xhr && e.detail.xhr.getResponseHeader("Omhu-Side");
    if (side) sider.push(side);
  });

  window.addEventListener("beforeprint", function () {
    var vaern = document.querySelector("input[name=csrfmiddlewaretoken]");
    var data = new URLSearchParams();
    sider.slice(-100).forEach(function (side) { data.append("side", side); });
    data.append("csrfmiddlewaretoken", vaern ? vaern.value : "");
    var skrevet = false;
    try {
      // The print does not wait for anything that comes later, so this one call must be answered at once.
      var kald = new XMLHttpRequest();
      kald.open("POST", krop.dataset.udskriv, false);
      kald.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
      kald.send(data.toString());
      skrevet = kald.status === 204;
    } catch (fejl) {
      skrevet = false;
    }
    krop.classList.toggle("uden-log", !skrevet);
  });
})();
