// Keeps what is typed: as a draft on the server while one types, and on the page until the server has it.
// Nothing is put into the browser's own storage: a child's data would lie there after the tab is closed.
(function () {
  "use strict";
  var VENT_MS = 1200, IGEN_MS = 4000, SVAR_MS = 15000, LAAS_MS = 8000;
  var UDE = "Ingen forbindelse. Det, du har skrevet, bliver på siden og gemmes, når forbindelsen er tilbage.";
  var ure = new WeakMap(), usendt = new WeakMap(), igang = new WeakMap(), venter = new WeakMap();

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

  function planlaeg(form, ms) {
    clearTimeout(ure.get(form));
    ure.set(form, setTimeout(function () { if (form.isConnected) gem(form); }, ms));
  }

  // One save at a time, so that an older never reaches the server after a newer: what is asked for while one is under
  // way becomes one save after it, of what the form then holds. Promises true when the draft is on the server.
  function gem(form) {
    var foer = igang.get(form);
    clearTimeout(ure.get(form));
    if (!foer) {
      igang.set(form, send(form).finally(function () { igang.delete(form); }));
      return igang.get(form);
    }
    if (!venter.has(form)) venter.set(form, foer.then(function () { venter.delete(form); return gem(form); }));
    return venter.get(form);
  }

  // How it went is told, unless another save follows at once.
  function send(form) {
    var afbrud = new AbortController(), ur = setTimeout(function () { afbrud.abort(); }, SVAR_MS);
    function sigHvordan(tekst, fejl) { if (!venter.has(form)) sig(form, tekst, fejl); }
    return fetch("/kladde/", { method: "POST", body: data(form), credentials: "same-origin", signal: afbrud.signal })
      .then(function (svar) {
        if (svar.redirected) {
          sigHvordan("Du er logget ud. Log ind i et andet vindue, og gem så igen her. Det, du har skrevet, bliver på siden.", true);
          return false;
        }
        return svar.json().catch(function () { return {}; }).then(function (s) {
          sigHvordan(svar.ok ? "Kladde gemt kl. " + s.gemt + "." + igen(form) : s.fejl || "Det er for meget til en kladde. Gem siden.", !svar.ok);
          return true;
        });
      })
      .catch(function () {
        sigHvordan(UDE, true);
        planlaeg(form, IGEN_MS);
        return false;
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
    planlaeg(form, VENT_MS);
  });
  window.addEventListener("online", function () {
    document.querySelectorAll("form[data-kladde][data-rettet]").forEach(function (form) { gem(form); });
  });

  // The page is left only when the server has been reached: a lost connection would take the page with it. And nothing
  // is sent while a draft is under way, which would then lie there after it. A form that waits, or is on its way, is
  // not sent a second time.
  document.addEventListener("submit", function (e) {
    var form = e.target, knap = e.submitter, afsted = form.hasAttribute("hx-post") ? bliver : laas;
    if (!form.matches("form[data-kladde]")) return;
    if (form.dataset.stand === "naaet") return afsted(form);
    if (form.dataset.stand) return stop(e);
    var skal = skalGemmes(form, knap), foerst = skal ? gem(form) : igang.get(form);
    if (!foerst) return afsted(form);
    stop(e);
    form.dataset.stand = "venter";
    sig(form, "Sender …");
    usendt.delete(form);
    foerst.then(function (naaet) {
      if (skal && !naaet) {
        delete form.dataset.stand;
        usendt.set(form, knap || form);
        return;
      }
      form.dataset.stand = "naaet";
      form.requestSubmit(samme(form, knap));
    });
  }, true);

  // What htmx sends leaves the page where it is.
  function skalGemmes(form, knap) {
    return form.dataset.rettet !== undefined && !form.hasAttribute("hx-post") && !(knap && knap.hasAttribute("data-uden-kladde"));
  }

  function stop(e) {
    e.preventDefault();
    e.stopImmediatePropagation();
  }

  // On its way: no draft is saved meanwhile. Open again after some seconds: the page is still here when one has
  // stopped it from loading.
  function laas(form) {
    clearTimeout(ure.get(form));
    form.dataset.stand = "sendt";
    setTimeout(function () { delete form.dataset.stand; }, LAAS_MS);
  }

  // Sent by htmx, which takes the form away when it was taken in; if it is still here, its draft is saved.
  function bliver(form) {
    delete form.dataset.stand;
    if (form.dataset.rettet !== undefined) planlaeg(form, LAAS_MS);
  }
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-stand]").forEach(function (form) { delete form.dataset.stand; });
  });
})();
