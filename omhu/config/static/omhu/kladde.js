// Keeps what is typed: as a draft on the server while one types, and on the page until the server has it.
// Nothing is put into the browser's own storage: a child's data would lie there after the tab is closed.
(function () {
  "use strict";
  var VENT_MS = 1200, IGEN_MS = 4000;
  var UDE = "Ingen forbindelse. Det, du har skrevet, bliver på siden og gemmes, når forbindelsen er tilbage.";
  var ure = new WeakMap();

  function data(form) {
    var felter = new FormData(form), egen = form.getAttribute("action");
    Array.from(felter.entries()).forEach(function (par) { if (par[1] instanceof File) felter.delete(par[0]); });
    felter.set("kladdens_sti", egen ? new URL(egen, location.href).pathname : location.pathname);
    return new URLSearchParams(felter);
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

  // Calls back with true when the draft is on the server.
  function gem(form, bagefter) {
    clearTimeout(ure.get(form));
    fetch("/kladde/", { method: "POST", body: data(form), credentials: "same-origin" })
      .then(function (svar) {
        if (svar.redirected) {
          sig(form, "Du er logget ud. Log ind i et andet vindue, og gem så igen her. Det, du har skrevet, bliver på siden.", true);
          return bagefter && bagefter(false);
        }
        return svar.json().catch(function () { return {}; }).then(function (s) {
          sig(form, svar.ok ? "Kladde gemt kl. " + s.gemt : s.fejl || "Det er for meget til en kladde. Gem siden.", !svar.ok);
          if (bagefter) bagefter(true);
        });
      })
      .catch(function () {
        sig(form, UDE, true);
        ure.set(form, setTimeout(function () { if (form.isConnected) gem(form); }, IGEN_MS));
        if (bagefter) bagefter(false);
      });
  }

  // The button again, where a part of the page has come anew in the meantime.
  function samme(form, knap) {
    if (!knap || knap.form === form) return knap || undefined;
    return Array.from(form.elements).find(function (k) {
      return k.type === "submit" && k.name === knap.name && k.value === knap.value;
    });
  }

  document.addEventListener("input", function (e) {
    var form = e.target.closest("form[data-kladde]");
    if (!form || e.target.type === "file") return;
    clearTimeout(ure.get(form));
    ure.set(form, setTimeout(function () { if (form.isConnected) gem(form); }, VENT_MS));
  });
  window.addEventListener("online", function () {
    document.querySelectorAll("form[data-kladde][data-rettet]").forEach(function (form) { gem(form); });
  });

  // The page is left only when the server has been reached: a lost connection would take the page with it.
  document.addEventListener("submit", function (e) {
    var form = e.target;
    if (!form.matches("form[data-kladde]") || form.dataset.naaet || form.hasAttribute("hx-post")) return;
    var knap = e.submitter;
    if (form.dataset.rettet === undefined || (knap && knap.hasAttribute("data-uden-kladde"))) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    gem(form, function (naaet) {
      if (!naaet) return;
      form.dataset.naaet = "1";
      form.requestSubmit(samme(form, knap));
    });
  }, true);
})();
