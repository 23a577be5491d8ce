// Improves pages that work without it: keys, focus after an act, drafts kept, undo that goes away.
(function () {
  "use strict";
  var FORTRYD_MS = 10000;

  document.addEventListener("keydown", function (e) {
    var soeg = document.getElementById("soeg");
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "k" && soeg) {
      e.preventDefault();
      soeg.focus();
      soeg.select();
    }
    if (e.key === "Escape") {
      var aaben = document.querySelector("details.valg[open], details.top-bruger[open]");
      if (aaben) {
        aaben.open = false;
        aaben.querySelector("summary").focus();
        return;
      }
      var felt = e.target.closest && e.target.closest(".paa-stedet");
      if (felt && !felt.querySelector("form[data-rettet]")) luk(felt);
    }
  });

  document.addEventListener("click", function (e) {
    document.querySelectorAll("details.valg[open], details.top-bruger[open]").forEach(function (d) {
      if (!d.contains(e.target)) d.open = false;
    });
    var lukker = e.target.closest("[data-luk]");
    if (lukker && lukker.closest(".paa-stedet")) {
      e.preventDefault();
      luk(lukker.closest(".paa-stedet"));
    }
  });

  // One tick for all rows of a table; without this the box is not shown.
  document.querySelectorAll("[data-vaelg-alle]").forEach(function (alle) {
    var kasser = Array.from(alle.closest("table").querySelectorAll("tbody input[type=checkbox]"));
    function stand() {
      var valgte = kasser.filter(function (k) { return k.checked; }).length;
      alle.checked = valgte === kasser.length;
      alle.indeterminate = valgte > 0 && valgte < kasser.length;
    }
    alle.hidden = false;
    alle.addEventListener("change", function () {
      kasser.forEach(function (k) { k.checked = alle.checked; });
    });
    kasser.forEach(function (k) { k.addEventListener("change", stand); });
    stand();
  });

  function luk(sted) {
    sted.replaceChildren();
    var knap = sted.parentElement.querySelector(".handling a, .handling summary");
    if (knap) knap.focus();
  }

  // After an act the desk comes back whole; focus goes to the row that took the place of the settled one.
  var naeste = null;
  document.addEventListener("htmx:beforeRequest", function (e) {
    var raekke = e.target.closest && e.target.closest("[data-raekke]");
    if (!raekke || e.detail.requestConfig.verb !== "post") return;
    var alle = Array.from(document.querySelectorAll("[data-raekke]"));
    var nr = alle.indexOf(raekke);
    naeste = { raekke: raekke.dataset.raekke, efter: alle.slice(nr + 1).concat(alle.slice(0, nr).reverse()).map(function (r) { return r.dataset.raekke; }) };
  });

  // Where a part of the page comes anew, what is unfolded in it stays so, and the focus does not fall out of it.
  // Elements are the same when they have the same id; htmx moves the focus to the same one when it is there.
  var foer = null;
  document.addEventListener("htmx:beforeSwap", function (e) {
    var del = e.detail.target;
    foer = { inde: del.contains(document.activeElement), aabne: Array.from(del.querySelectorAll("details[id][open]"), function (d) { return d.id; }) };
  });
  document.addEventListener("htmx:afterSwap", function (e) {
    if (!foer) return;
    foer.aabne.forEach(function (id) { var d = document.getElementById(id); if (d) d.open = true; });
    var ramme = foer.inde && document.activeElement === document.body && e.target.closest("[data-fokus]");
    if (ramme) document.getElementById(ramme.dataset.fokus).focus();
    foer = null;
  });

  document.addEventListener("htmx:afterSettle", function (e) {
    var sted = e.target.closest && e.target.closest(".paa-stedet");
    if (sted && e.target === sted) {
      document.querySelectorAll("details.valg[open]").forEach(function (d) { d.open = false; });
      var felt = sted.querySelector("[aria-invalid=true], [autofocus], input:not([type=hidden]), textarea, select, [tabindex='-1']:not([aria-hidden])");
      if (felt) felt.focus();
      return;
    }
    if (naeste && e.target.id === "skrivebord") {
      var id = naeste.efter.find(function (r) { return document.getElementById("raekke-" + r); });
      var maal = id ? document.querySelector("#raekke-" + id + " .handling a") : document.querySelector("#skrivebord h1");
      if (maal) maal.focus();
      naeste = null;
    }
    udloeb();
  });

  // The undo stays while it is pointed at or has the focus, else for ten seconds.
  function udloeb() {
    document.querySelectorAll(".besked:not([data-ur])").forEach(function (besked) {
      besked.dataset.ur = "1";
      if (besked.classList.contains("besked-error")) return;
      (function vent() {
        setTimeout(function () {
          if (besked.matches(":hover, :focus-within")) return vent();
          besked.remove();
        }, FORTRYD_MS);
      })();
    });
  }

  // Nothing typed is lost: tell before a page with unsaved text is left.
  document.addEventListener("input", function (e) {
    var form = e.target.closest("form[data-kladde]");
    if (form) form.dataset.rettet = "1";
  });
  document.addEventListener("submit", function (e) { delete e.target.dataset.rettet; });
  window.addEventListener("beforeunload", function (e) {
    if (document.querySelector("form[data-kladde][data-rettet]")) e.preventDefault();
  });

  document.addEventListener("change", function (e) {
    var form = e.target.closest("form[data-send-straks]");
    if (form && e.target.matches("select")) form.requestSubmit();
  });

  // A refusal of a part of a page is told where messages stand; what was typed stays.
  document.addEventListener("htmx:responseError", function (e) {
    var side = new DOMParser().parseFromString(e.detail.xhr.responseText, "text/html");
    fejl(Array.from(side.querySelectorAll("main h1, main p"), function (led) { return led.textContent.trim(); })
      .filter(function (tekst) { return tekst && tekst !== "Til skrivebordet"; }).join(" "));
  });
  document.addEventListener("htmx:sendError", function () {
    fejl("Der er ingen forbindelse til Omhu. Intet er gemt. Prøv igen om lidt.");
  });

  function fejl(tekst) {
    var besked = document.createElement("div"), p = document.createElement("p");
    besked.className = "besked besked-error";
    p.textContent = tekst || "Noget gik galt, og intet er gemt. Prøv igen.";
    besked.appendChild(p);
    document.getElementById("beskeder").replaceChildren(besked);
  }

  // The 24 hours run while the page is open.
  function ure() {
    document.querySelectorAll("[data-ur]").forEach(function (ur) {
      var minutter = Math.floor((new Date(ur.dataset.ur) - Date.now()) / 60000);
      var timer = Math.floor(Math.max(minutter, 0) / 60);
      if (minutter > 72 * 60) return;
      ur.textContent = (timer ? timer + (timer === 1 ? " time " : " timer ") : "") + (Math.max(minutter, 0) % 60) + " min.";
    });
  }

  // Where the drawing is wider than the screen, what is new lies to the right.
  function visNyeste() {
    document.querySelectorAll(".tidslinje-ramme").forEach(function (r) { r.scrollLeft = r.scrollWidth; });
  }

  document.addEventListener("DOMContentLoaded", function () {
    udloeb();
    visNyeste();
    document.querySelectorAll("nav.faner").forEach(function (faner) {
      var valgt = faner.querySelector("[aria-current]");
      if (valgt) faner.scrollLeft = valgt.offsetLeft - faner.offsetLeft - 16;
    });
    if (document.querySelector("[data-ur]")) setInterval(ure, 15000);
  });
})();
