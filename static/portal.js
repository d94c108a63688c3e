// Small helps for every page; each page works without them.
(function () {
  "use strict";

  function focus(element) {
    if (!element) return;
    if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
    element.focus();
  }

  // A page with errors begins at their summary; its links lead to the field, with the question in sight.
  function focusErrors(root) {
    var summary = root.querySelector("[data-errors]");
    focus(summary);
    return Boolean(summary);
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("[data-errors] a[href^='#']");
    var field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    var group = field.closest("fieldset, .govuk-form-group") || field;
    group.scrollIntoView();
    field.focus({ preventScroll: true });
  });

  // A second press within a second is the same press.
  var sent = new WeakMap();
  document.addEventListener(
    "submit",
    function (event) {
      var now = Date.now();
      if (now - (sent.get(event.target) || 0) < 1000) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      sent.set(event.target, now);
    },
    true
  );
  window.addEventListener("pageshow", function () {
    sent = new WeakMap();
  });

  // Characters left, counted as the server counts them: a new line is two, an emoji is one.
  function length(text) {
    return Array.from(text.replace(/\r?\n/g, "\r\n")).length;
  }

  function say(left) {
    var many = Math.abs(left) === 1 ? " character" : " characters";
    return left < 0 ? -left + many + " too many" : left + many + " left";
  }

  function count(area) {
    var seen = document.getElementById(area.id + "_count");
    if (!seen) return;
    var left = Number(area.dataset.maxlength) - length(area.value);
    seen.textContent = "You have " + say(left);
    seen.classList.toggle("govuk-error-message", left < 0);
    var heard = seen.nextElementSibling;
    clearTimeout(area.spoken);
    area.spoken = setTimeout(function () {
      if (heard) heard.textContent = seen.textContent;
    }, 1000);
  }

  function countAll(root) {
    root.querySelectorAll("textarea[data-maxlength]").forEach(function (area) {
      if (area.value) count(area);
    });
  }

  document.addEventListener("input", function (event) {
    if (event.target.matches("textarea[data-maxlength]")) count(event.target);
  });

  // After a part of the page has changed, focus goes where the new part says, and stays put where it says nothing.
  document.addEventListener("htmx:afterSwap", function (event) {
    var part = event.detail.elt || event.target;
    countAll(part);
    if (focusErrors(part)) return;
    focus(part.matches("[data-focus]") ? part : part.querySelector("[data-focus]"));
  });

  // Words that were typed before the scripts had come are searched for as well.
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("input[type=search][hx-get]").forEach(function (field) {
      if (field.value !== field.defaultValue) field.dispatchEvent(new Event("search"));
    });
  });

  countAll(document);
  focusErrors(document);
})();
