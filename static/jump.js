// Whoever comes back from the other screen, or from another tab, is asked whether they have finished.
(function () {
  "use strict";
  var question = document.querySelector("[data-on-return]");
  if (!question) return;

  window.addEventListener("focus", function () {
    question.hidden = false;
  });
})();
