// Reading a case by keys. The page works without it: every key has a link, a field or a button.
(function () {
  "use strict";
  var STILLE_MS = 120000;
  var SVAR = { j: "ja", n: "nej", i: "ikke_relevant", k: "uvist" };
  var form = document.getElementById("svarform");
  var genveje = form && form.hasAttribute("data-genveje");

  // Time with the page in front, as long as something happens. It goes along with the form.
  var sidst = Date.now(), rest = 0;
  function roert() { sidst = Date.now(); }
  ["keydown", "pointerdown", "pointermove", "scroll"].forEach(function (h) {
    document.addEventListener(h, roert, { passive: true, capture: true });
  });
  setInterval(function () {
    if (document.hidden || Date.now() - sidst > STILLE_MS) return;
    rest += 1;
    document.querySelectorAll("input[name=sekunder]").forEach(function (felt) { felt.value = rest; });
  }, 1000);

  // A text with a wished number of lines tells how many it has.
  document.querySelectorAll("textarea[data-linjer]").forEach(function (felt) {
    var linje = document.createElement("p");
    linje.className = "svag lille";
    linje.setAttribute("aria-live", "polite");
    felt.after(linje);
    function tael() {
      var n = felt.value.split("\n").reduce(function (sum, l) { return sum + Math.ceil(l.trim().length / 90); }, 0);
      linje.textContent = n + (n === 1 ? " linje" : " linjer") + " (ønsket: " + felt.dataset.linjer.replace("-", " til ") + ")";
    }
    felt.addEventListener("input", tael);
    tael();
  });

  // On a phone the question comes first, and the long list is folded.
  var alle = document.querySelector(".laes-alle");
  if (alle && window.matchMedia("(max-width: 1000px)").matches) alle.open = false;

  var spm = document.getElementById("spm");
  var fejl = document.querySelector(".form-error textarea, .form-error input");
  if (fejl) fejl.focus();
  else if (spm) spm.focus();
  if (!form) return;

  var felter = Array.from(form.querySelectorAll("input[name=svar]"));
  var grund = form.elements.begrundelse, bemaerk = form.elements.bemaerkning;

  function valgt() {
    return felter.filter(function (f) { return f.checked; }).map(function (f) { return f.value; }).join("+");
  }

  function vaelg(felt) {
    if (!felt) return;
    felt.checked = felt.type === "checkbox" ? !felt.checked : true;
    felt.dispatchEvent(new Event("input", { bubbles: true }));
    felt.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function mangler() {
    var auto = form.dataset.auto;
    return auto && valgt() && valgt() !== auto && !grund.value.trim();
  }

  // Overruling asks for the reason at once.
  function vis() {
    grund.closest(".form-group").classList.toggle("laes-skal", !!mangler());
  }
  form.addEventListener("input", vis);
  vis();

  function gem() {
    if (mangler()) { grund.focus(); return; }
    var knap = form.querySelector("button.button-primary");
    if (knap) form.requestSubmit(knap);
  }

  function foelg(rel) {
    var vej = document.querySelector("a[rel=" + rel + "]");
    if (vej) vej.click();
  }

  document.addEventListener("keydown", function (e) {
    var i = e.target, tekst = i.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (e.key === "Enter" && e.ctrlKey && (i === spm || i.form === form)) { e.preventDefault(); gem(); return; }
    if (e.key === "Escape" && i.form === form && tekst) { spm.focus(); return; }
    if (tekst || e.ctrlKey || e.metaKey || e.altKey || i.closest("dialog, .top")) return;
    if (e.key === "Enter" && !i.matches("a, button, summary")) { e.preventDefault(); gem(); return; }
    if (i.matches("input[type=radio]") && e.key.indexOf("Arrow") === 0) return;
    if (e.key === "ArrowRight") { e.preventDefault(); foelg("next"); return; }
    if (e.key === "ArrowLeft") { e.preventDefault(); foelg("prev"); return; }
    if (!genveje) return;
    var k = e.key.toLowerCase();
    if (SVAR[k]) vaelg(felter.find(function (f) { return f.value === SVAR[k]; }));
    else if (/^[1-9]$/.test(k)) vaelg(felter[Number(k) - 1]);
    else if (k === "b") grund.focus();
    else if (k === "r") bemaerk.focus();
    else if (k === "?") {
      var hjaelp = document.getElementById("genveje");
      hjaelp.open = !hjaelp.open;
      if (hjaelp.open) hjaelp.querySelector("summary").focus();
    } else return;
    e.preventDefault();
  });
})();
