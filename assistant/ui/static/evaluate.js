"use strict";
/* The Evaluate tab's own behaviour: choosing runs, and judging with keys. */
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const visible = (element) => element.offsetParent !== null;

  /* One run or two, of one suite; two of a suite with drafts can be judged. */
  function refresh(form) {
    const boxes = $$("input[name=run]", form);
    const chosen = boxes.filter((box) => box.checked);
    const suite = chosen[0]?.dataset.suite;
    for (const box of boxes) {
      const fits = !chosen.length || (chosen.length < 2 && box.dataset.suite === suite);
      box.disabled = "unusable" in box.dataset || !(box.checked || fits);
    }
    $("[data-tally]", form).textContent = ["Nothing chosen", "1 run chosen", "2 runs chosen"][chosen.length];
    $("[data-report-button]", form).disabled = !chosen.length;
    const judge = $("[data-judge-button]", form);
    judge.disabled = chosen.length !== 2 || suite === "hearing";
    judge.dataset.judge = chosen[0]?.value ?? "";
    judge.dataset.with = chosen[1]?.value ?? "";
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-choice]");
    if (form) refresh(form);
  });

  /* Keys press the buttons. The arrow down stays the page's own: long talk is scrolled with it. */
  const SIDES = { 1: "left", 2: "right", 3: "alike", ArrowLeft: "left", ArrowRight: "right" };
  document.addEventListener("keydown", (event) => {
    const side = SIDES[event.key];
    const judge = side && $$("[data-judging]").find(visible);
    if (!judge || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, [role=tab]")) return;
    event.preventDefault();
    $(`[data-side=${side}]`, judge).click();
  });

  /* One verdict an item: the next one counts once the next item is there, however soon that is. */
  document.addEventListener("click", (event) => {
    const judge = event.target.closest("[data-side]")?.closest("[data-judging]");
    if (!judge) return;
    if ("sent" in judge.dataset) event.stopPropagation();
    judge.dataset.sent = "";
  }, true);

  /* The next item is read from its top; after an error the same one can be judged again. */
  document.addEventListener("wa-arrive", () => {
    if ($(".notice.error")) for (const judge of $$("[data-judging][data-sent]")) delete judge.dataset.sent;
    for (const judge of $$("[data-judging]:not([data-ready])").filter(visible)) {
      judge.dataset.ready = "";
      const top = judge.getBoundingClientRect().top;
      if (top < 0) window.scrollBy(0, top - 12);
    }
  });
})();
