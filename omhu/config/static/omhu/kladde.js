// Keeps what is typed: on the server while there is a connection, in this tab until it is back.
(function () {
  "use strict";
  var VENT_MS = 1200, IGEN_MS = 4000, FORAN = "omhu-kladde:";
  var ure = new WeakMap();

  function sti(form) {
    var egen = form.getAttribute("action");
    return egen ? new URL(egen, location.href).pathname : location.pathname;
  }

  function data(form) {
    var felter = new FormData(form);
    Array.from(felter.entries()).forEach(function (par) { if (par[1] instanceof File) felter.delete(par[0]); });
    felter.set("kladdens_sti", sti(form));
    return felter;
  }

  function sig(form, tekst, fejl) {
    var linje = form.querySelector(".kladde-stand");
    if (!linje) {
      linje = document.createElement("p");
      linje.className = "kladde-stand svag lille";
      linje.setAttribute("role", "status");
      form.appendChild(linje);
    }
    linje.textContent = tekst;
    linje.classList.toggle("kladde-fejl", !!fejl);
  }

  function husk(form) {
    try { sessionStorage.setItem(FORAN + sti(form), new URLSearchParams(data(form)).toString()); } catch { /* full or closed: the page itself still holds it */ }
  }

  function glem(form) { sessionStorage.removeItem(FORAN + sti(form)); }

  function gem(form) {
    if (!form.isConnected || form.dataset.rettet === undefined) return;
    fetch("/kladde/", { method: "POST", body: new URLSearchParams(data(form)), credentials: "same-origin" })
      .then(function (svar) { return svar.json().then(function (s) { return { ok: svar.ok, s: s }; }); })
      .then(function (r) {
        if (!r.ok) return sig(form, r.s.fejl || "Kladden er ikke gemt.", true);
        glem(form);
        sig(form, "Kladde gemt kl. " + r.s.gemt);
      })
      .catch(function () {
        sig(form, "Ingen forbindelse. Det, du skriver, bliver på siden og gemmes, når forbindelsen er tilbage.", true);
        vent(form, IGEN_MS);
      });
  }

  function vent(form, ms) {
    clearTimeout(ure.get(form));
    ure.set(form, setTimeout(function () { gem(form); }, ms));
  }

  document.addEventListener("input", function (e) {
    var form = e.target.closest("form[data-kladde]");
    if (!form) return;
    form.dataset.rettet = "1";
    husk(form);
    vent(form, VENT_MS);
  });
  window.addEventListener("online", function () {
    document.querySelectorAll("form[data-kladde][data-rettet]").forEach(gem);
  });
  document.addEventListener("submit", function (e) {
    var form = e.target.closest("form[data-kladde]");
    if (!form) return;
    if (navigator.onLine === false) {
      e.preventDefault();
      form.dataset.rettet = "1";
      husk(form);
      return sig(form, "Ingen forbindelse. Intet er sendt, og intet er tabt. Gem igen om lidt.", true);
    }
    clearTimeout(ure.get(form));
    glem(form);
  });

  // A page that was loaded again before the server had the draft.
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("form[data-kladde]").forEach(function (form) {
      var gemt = sessionStorage.getItem(FORAN + sti(form));
      if (!gemt || form.querySelector("[aria-invalid=true]")) return;
      new URLSearchParams(gemt).forEach(function (v, n) {
        var felt = form.elements.namedItem(n);
        if (felt && felt.type !== "hidden" && felt.value !== undefined && !/checkbox|radio|file/.test(felt.type || "")) felt.value = v;
      });
      form.dataset.rettet = "1";
      sig(form, "Det, du skrev før, er hentet frem. Det er ikke gemt på sagen.");
      vent(form, VENT_MS);
    });
  });
})();
