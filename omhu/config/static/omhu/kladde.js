// Keeps what is typed: as a draft on the server while one types, and on the page until the server has it.
// Nothing is put into the browser's own storage: a child's data would lie there after the tab is closed.
(function () {
  "use strict";
  var VENT_MS = 1200, IGEN_MS = 4000, SVAR_MS = 15000, LAAS_MS = 8000;
  var UDE = "Ingen forbindelse. Det, du har skrevet, bliver på siden og gemmes, når forbindelsen er tilbage.";
  var ure = new WeakMap(), usendt = new WeakMap();

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

  // What the one who pressed a button must know when the form could not be sent.
  function igen(form) {
    var knap = usendt.get(form);
    if (!knap) return "";
    var navn = (knap.getAttribute("aria-hidden") ? "" : knap.textContent).replace(/\s+/g, " ").trim();
    return " Siden er ikke sendt endnu. Tryk " + (navn ? "på »" + navn + "« " : "") + "igen.";
  }

  // Calls back with true when the draft is on the server.
  function gem(form, bagefter) {
    var afbrud = new AbortController(), ur = setTimeout(function () { afbrud.abort(); }, SVAR_MS);
    clearTimeout(ure.get(form));
    fetch("/kladde/", { method: "POST", body: data(form), credentials: "same-origin", signal: afbrud.signal })
      .then(function (svar) {
        if (svar.redirected) {
          sig(form, "Du er logget ud. Log ind i et andet vindue, og gem så igen her. Det, du har skrevet, bliver på siden.", true);
          return bagefter && bagefter(false);
        }
        return svar.json().catch(function () { return {}; }).then(function (s) {
          sig(form, svar.ok ? "Kladde gemt kl. " + s.gemt + "." + igen(form) : s.fejl || "Det er for meget til en kladde. Gem siden.", !svar.ok);
          if (bagefter) bagefter(true);
        });
      })
      .catch(function () {
        sig(form, UDE, true);
        ure.set(form, setTimeout(function () { if (form.isConnected) gem(form); }, IGEN_MS));
        if (bagefter) bagefter(false);
      })
      .finally(function () { clearTimeout(ur); });
  }

  // The button again, where its part of the page has come anew in the meantime; one that is gone is put back for
  // this once, for what a form does hangs on its button.
  function samme(form, knap) {
    if (!knap || knap.form === form) return knap || undefined;
    var ny = Array.from(form.elements).find(function (k) {
      return k.type === "submit" && k.name === knap.name && k.value === knap.value;
    });
    if (ny) return ny;
    knap.hidden = true;
    return form.appendChild(knap);
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

  // The page is left only when the server has been reached: a lost connection would take the page with it. A form
  // that waits for that, or is on its way, is not sent a second time.
  document.addEventListener("submit", function (e) {
    var form = e.target, knap = e.submitter;
    if (!form.matches("form[data-kladde]") || form.hasAttribute("hx-post")) return;
    if (form.dataset.stand === "naaet") return laas(form);
    if (form.dataset.stand) return stop(e);
    if (form.dataset.rettet === undefined || (knap && knap.hasAttribute("data-uden-kladde"))) return laas(form);
    stop(e);
    form.dataset.stand = "venter";
    sig(form, "Sender …");
    usendt.delete(form);
    gem(form, function (naaet) {
      if (!naaet) {
        delete form.dataset.stand;
        usendt.set(form, knap || form);
        return;
      }
      form.dataset.stand = "naaet";
      form.requestSubmit(samme(form, knap));
    });
  }, true);

  function stop(e) {
    e.preventDefault();
    e.stopImmediatePropagation();
  }

  // Open again after some seconds: the page is still here when one has stopped it from loading.
  function laas(form) {
    form.dataset.stand = "sendt";
    setTimeout(function () { delete form.dataset.stand; }, LAAS_MS);
  }
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-stand]").forEach(function (form) { delete form.dataset.stand; });
  });
})();
