"use strict";
/* The page's own behaviour: messages to the app, evidence, recordings, drafts kept in the browser, the address bar. */
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const visible = (element) => element.offsetParent !== null;

  /* Messages: queued here, taken by the event of a hidden button, answered by new HTML. */
  const queue = [];
  let pending = 0;
  let busyTimer = 0;

  function send(action, data = {}) {
    const free = ["open", "stop", "verdict"].includes(action);
    if (pending && !free) return;
    queue.push(JSON.stringify({ ...data, action }));
    pending += 1;
    clearTimeout(busyTimer);
    busyTimer = setTimeout(() => document.documentElement.classList.add("wa-busy"), 250);
    $("#send").click();
  }

  function take() {
    return queue.shift() ?? "{}";
  }

  function done() {
    pending = Math.max(0, pending - 1);
    if (pending) return;
    clearTimeout(busyTimer);
    document.documentElement.classList.remove("wa-busy");
  }

  function stop() {
    const work = $(".work[data-job]");
    if (work) send("stop", { job: work.dataset.job });
  }

  /* Cards: what the person chose and wrote, as plain values. */
  function fieldsOf(root) {
    const fields = {};
    for (const control of $$("[name]", root)) {
      if (control.type === "checkbox") {
        fields[control.name] ??= [];
        if (control.checked) fields[control.name].push(control.value);
      } else {
        fields[control.name] = control.value;
      }
    }
    for (const group of $$(".chips", root)) {
      const name = group.closest(".field").dataset.anchor.split(".")[1];
      fields[name] ??= [];
    }
    return fields;
  }

  function changedFields(root) {
    const fields = fieldsOf(root);
    for (const name of Object.keys(fields)) {
      const controls = $$(`[name="${name}"]`, root);
      if (!controls.some(isChanged)) delete fields[name];
    }
    return fields;
  }

  function isChanged(control) {
    if (control.type === "checkbox") return control.checked !== control.defaultChecked;
    if (control.tagName !== "SELECT") return control.value !== control.defaultValue;
    const first = [...control.options].find((option) => option.defaultSelected) ?? control.options[0];
    return control.value !== (first ? first.value : "");
  }

  function cardsOf(root) {
    const numbers = {};
    return $$("[data-item]", root).map((item) => {
      const kind = item.dataset.kind;
      numbers[kind] = (numbers[kind] ?? 0) + 1;
      return {
        kind,
        number: numbers[kind],
        index: item.dataset.index === "" ? null : Number(item.dataset.index),
        on: $("[data-on]", item).checked,
        fields: fieldsOf(item),
      };
    });
  }

  function fill(item, fields) {
    for (const [name, value] of Object.entries(fields)) setField(item, name, value);
  }

  function setField(item, name, value) {
    const controls = $$(`[name="${name}"]`, item);
    if (!controls.length) return null;
    if (controls[0].type === "checkbox") {
      const wanted = Array.isArray(value) ? value : [value];
      for (const control of controls) control.checked = wanted.includes(control.value);
      return controls[0];
    }
    const control = controls[0];
    if (control.tagName === "SELECT" && ![...control.options].some((option) => option.value === value)) {
      control.add(new Option(value, value));
    }
    control.value = value;
    grow(control);
    return control;
  }

  /* A review's edits stay in the browser until it is settled, so that a reload loses nothing. */
  const storageKey = (review) => `review:${review.dataset.review}`;

  function remember(review) {
    try {
      const answered = $$("[data-question]", review).map((question) => question.classList.contains("answered"));
      localStorage.setItem(storageKey(review), JSON.stringify({ cards: cardsOf(review), answered, at: Date.now() }));
    } catch { /* a full or forbidden storage costs only this comfort */ }
  }

  function recall(review) {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(storageKey(review))); } catch { /* unreadable: start fresh */ }
    for (const card of kept?.cards ?? []) {
      const item = card.index === null ? addCard(review, false) : $(`[data-kind="${card.kind}"][data-index="${card.index}"]`, review);
      if (!item) continue;
      $("[data-on]", item).checked = card.on;
      fill(item, card.fields);
    }
    $$("[data-question]", review).forEach((question, n) => question.classList.toggle("answered", Boolean(kept?.answered?.[n])));
  }

  function forgetOld() {
    const month = 30 * 86400 * 1000;
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith("review:") && Date.now() - (JSON.parse(localStorage.getItem(key)).at ?? 0) > month) localStorage.removeItem(key);
      }
    } catch { /* as above */ }
  }

  let added = 0;
  function addCard(review, focus = true) {
    const item = $("[data-blank]", review).content.firstElementChild.cloneNode(true);
    added += 1;
    for (const element of $$("[id]", item)) element.id = `${element.id}-${added}`;
    for (const label of $$("label[for]", item)) label.htmlFor = `${label.htmlFor}-${added}`;
    $("[data-added]", review).append(item);
    if (focus) $("[name=summary]", item).focus();
    return item;
  }

  /* How the review stands: skipped cards, changed fields, the tally and the button's words. */
  function refresh(review) {
    const counts = { issue: 0, command: 0, page: 0 };
    for (const item of $$("[data-item]", review)) {
      const on = $("[data-on]", item).checked;
      item.classList.toggle("off", !on);
      if (on) counts[item.dataset.kind] += 1;
      for (const field of $$(".field", item)) field.classList.toggle("changed", $$("[name]", field).some(isChanged));
    }
    const words = { issue: ["issue", "issues"], command: ["change", "changes"], page: ["page", "pages"] };
    const chosen = Object.entries(counts).filter(([, n]) => n).map(([kind, n]) => `${n} ${words[kind][n > 1 ? 1 : 0]}`);
    const open = $$("[data-question]:not(.answered)", review).length;
    $("[data-tally]", review).textContent = (chosen.join(", ") || "Nothing chosen") + (open ? ` · ${open} open question${open > 1 ? "s" : ""}` : "");
    const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
    const button = $("[data-action=accept]", review);
    button.disabled = total === 0;
    button.textContent = total > 1 ? `Accept ${total}` : "Accept";
  }

  function grow(control) {
    if (!control.matches("textarea[data-grow]") || !visible(control)) return;
    control.style.height = "auto";
    control.style.height = `${Math.min(control.scrollHeight + 2, 520)}px`;
  }

  /* Evidence: pointing at a field lights its words, pointing at words lights their fields. */
  function light(anchors, on, follow) {
    for (const mark of $$("mark[data-for]")) {
      if (!mark.dataset.for.split(" ").some((anchor) => anchors.includes(anchor))) continue;
      mark.classList.toggle("lit", on);
      if (on && follow) { reveal(mark); follow = false; }
    }
    for (const anchor of anchors) {
      for (const field of $$(`.field[data-anchor="${CSS.escape(anchor)}"]`)) field.classList.toggle("lit", on);
    }
  }

  function reveal(mark) {
    const box = mark.closest(".transcript-text");
    if (!box || box.scrollHeight <= box.clientHeight) return;
    const inside = mark.getBoundingClientRect();
    const around = box.getBoundingClientRect();
    if (inside.top < around.top || inside.bottom > around.bottom) {
      box.scrollTop += inside.top - around.top - around.height / 3;
    }
  }

  function anchorsAt(target) {
    const mark = target.closest?.("mark[data-for]");
    if (mark) return [mark.dataset.for.split(" "), false];
    const field = target.closest?.(".field[data-anchor]");
    return field ? [[field.dataset.anchor], true] : null;
  }

  /* Playing just the seconds that carry a field. */
  let playEnd = null;
  function play(range) {
    const player = $$("audio#player").find((audio) => audio.isConnected);
    if (!player) return;
    const [from, to] = range.split(",").map(Number);
    const begin = () => {
      player.currentTime = Math.max(0, from - 0.15);
      playEnd = to + 0.25;
      player.play().catch(() => { playEnd = null; });
    };
    if (player.readyState >= 1) begin();
    else { player.addEventListener("loadedmetadata", begin, { once: true }); player.load(); }
  }
  document.addEventListener("timeupdate", (event) => {
    if (playEnd !== null && event.target.currentTime >= playEnd) { event.target.pause(); playEnd = null; }
  }, true);

  /* The address bar follows what is shown. */
  let arriving = true;
  function follow() {
    const shown = $$(".wa[data-url]").find(visible);
    if (!shown) return;
    const url = shown.dataset.url;
    document.title = `${shown.dataset.title} · Work item assistant`;
    const here = location.search || "?tab=capture";
    if (here === url) { arriving = false; return; }
    const passing = arriving || url.startsWith("?job=") || here.startsWith("?job=");
    history[passing ? "replaceState" : "pushState"](null, "", url);
    arriving = false;
  }
  window.addEventListener("popstate", () => { arriving = true; send("open", query(location.search)); });
  const query = (search) => Object.fromEntries(new URLSearchParams(search || "?tab=capture"));

  /* New HTML arrives at any time; what needs a start gets it once. */
  function arrive() {
    for (const review of $$(".review[data-review]:not([data-ready])")) {
      review.dataset.ready = "";
      recall(review);
      refresh(review);
    }
    for (const settled of $$(".settled")) localStorage.removeItem(`review:${settled.dataset.review}`);
    for (const area of $$("textarea[data-grow]:not([data-ready])")) {
      if (visible(area)) { area.dataset.ready = ""; grow(area); }
    }
    for (const live of $$(".live")) live.scrollTop = live.scrollHeight;
    for (const notice of $$("[data-notice].ok:not([data-ready])")) {
      notice.dataset.ready = "";
      setTimeout(() => notice.remove(), 12000);
    }
    follow();
    document.dispatchEvent(new Event("wa-arrive"));
  }
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; arrive(); });
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "style"] });

  /* One listener per kind of event; elements come and go. */
  document.addEventListener("click", (event) => {
    const target = event.target.closest("a, button, [data-play]");
    if (!target) return;
    if (target.matches("a[href^='?']") && target.closest(".wa")) {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      send("open", query(target.getAttribute("href")));
    } else if (target.matches("#tabs > .tab-wrapper :is(button[role=tab], .overflow-dropdown button)") && !target.closest("#ways")) {
      requestAnimationFrame(() => openTab(target.textContent.trim().toLowerCase()));
    } else if (target.dataset.play) play(target.dataset.play);
    else if ("close" in target.dataset) target.closest("[data-notice]").remove();
    else if ("toggle" in target.dataset) toggleEdit(target.closest("[data-edit]"));
    else if ("add" in target.dataset) { const review = target.closest(".review"); addCard(review); touched(review); }
    else if (target.dataset.answer !== undefined) answer(target, target.dataset.answer);
    else if ("answerSelf" in target.dataset) answer(target, null);
    else if (target.dataset.action) {
      const data = { ...target.dataset };
      if ("collect" in data) data.items = cardsOf(target.closest(".review"));
      send(target.dataset.action, data);
    }
  });

  function openTab(name) {
    const panel = $(`#tab-${CSS.escape(name)}`);
    if (!panel) return;
    const shown = $$(".wa[data-url]", panel).find(visible);
    if (name === "capture" && shown && !shown.matches(".waiting")) follow();
    else send("open", shown && name !== "board" ? query(shown.dataset.url) : { tab: name });
  }

  function toggleEdit(box) {
    const editing = box.classList.toggle("editing");
    if (editing) { $$("textarea", box).forEach(grow); $("input, textarea", box).focus(); }
    else $("form.edit", box).reset();
  }

  function answer(button, value) {
    const question = button.closest("[data-question]");
    const review = question.closest(".review");
    const [item, name] = question.dataset.target.split(".");
    const card = question.closest("[data-item]") ?? cardFor(review, item, name);
    const control = card && (value === null ? $(`[name="${name}"]`, card) : setField(card, name, value));
    if (control) { control.focus(); flash(control.closest(".field")); }
    if (value !== null) question.classList.add("answered");
    touched(review);
  }

  function cardFor(review, item, name) {
    const empty = (card) => { const control = $(`[name="${name}"]`, card); return control && !control.value; };
    const all = $$("[data-item]", review).filter((card) => $(`[name="${name}"]`, card));
    return all.find(empty) ?? (all.length === 1 ? all[0] : null);
  }

  function flash(field) {
    if (!field) return;
    field.classList.remove("flash");
    void field.offsetWidth;
    field.classList.add("flash");
  }

  function touched(review) {
    if (!review) return;
    refresh(review);
    remember(review);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-submit]");
    if (!form) return;
    event.preventDefault();
    const fields = form.dataset.submit === "edit_issue" ? changedFields(form) : fieldsOf(form);
    send(form.dataset.submit, { ...form.dataset, fields });
  });
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      grow(event.target);
      if (event.target.matches("[data-answer-choice]")) {
        if (kind === "change" && event.target.value) answer(event.target, event.target.value);
        return;
      }
      const question = event.target.name && $(`[data-question][data-target$=".${CSS.escape(event.target.name)}"]`, event.target.closest("[data-item]") ?? document.createElement("i"));
      if (question && event.target.value) question.classList.add("answered");
      touched(event.target.closest(".review"));
    });
  }
  for (const [kind, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(kind, (event) => {
      const found = anchorsAt(event.target);
      if (found) light(found[0], on, found[1]);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest("#say")) $("#draft-text").click();
  });

  /* Board: drag a ticket to another column. */
  let dragged = null;
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".ticket");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.key);
    dragged.classList.add("dragged");
  });
  document.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    dragged = null;
    $$(".lane.over").forEach((column) => column.classList.remove("over"));
  });
  document.addEventListener("dragover", (event) => {
    const column = dragged && event.target.closest?.(".lane");
    $$(".lane.over").forEach((other) => other.classList.toggle("over", other === column));
    if (!column) return;
    event.preventDefault();
    column.classList.add("over");
  });
  document.addEventListener("drop", (event) => {
    const column = dragged && event.target.closest?.(".lane");
    if (!column) return;
    event.preventDefault();
    if (column.dataset.status !== dragged.dataset.from) {
      send("move", { key: dragged.dataset.key, status: column.dataset.status, on: "board" });
    }
  });

  window.assistant = { take, done, stop };
  forgetOld();
})();
