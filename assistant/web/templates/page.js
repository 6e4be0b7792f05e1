// What makes the page quicker to use where JavaScript runs. Everything works without it.
"use strict";

function button(text, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", action);
  return made;
}

// The answer is read aloud when it comes: a live region says only what is put into it after the page.
const news = document.querySelector("[data-aloud]");
if (news) setTimeout(() => { document.getElementById("aloud").textContent = news.dataset.aloud + news.textContent; }, 200);

// A source opens beside the answer instead of in its place.
const panel = document.createElement("aside");
panel.id = "beside";
panel.tabIndex = -1;
panel.hidden = true;
panel.setAttribute("aria-label", "Dokumentet");
document.body.append(panel);
let opener = null;

async function openBeside(link) {
  if (!panel.contains(link)) opener = link;
  const response = await fetch(link.href);
  if (!response.ok) { location.href = link.href; return; }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const head = document.createElement("p");
  head.className = "turn";
  const whole = document.createElement("a");
  whole.href = link.href;
  whole.textContent = "Öppna på egen sida";
  head.append(button("Stäng dokumentet", closeBeside), whole);
  // The nodes come from a page of our own, which has escaped what stands in documents.
  panel.replaceChildren(head, ...page.querySelector("main").children);
  panel.querySelectorAll("h1").forEach((h) => { const p = document.createElement("h2"); p.textContent = h.textContent; h.replaceWith(p); });
  panel.hidden = false;
  document.body.classList.add("beside-open");
  panel.focus({ preventScroll: true });
  panel.querySelector("rect, .marked")?.scrollIntoView({ block: "center" });
  opener.scrollIntoView({ block: "nearest" });
}

function closeBeside() {
  panel.hidden = true;
  document.body.classList.remove("beside-open");
  opener?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const inside = panel.contains(link) && link.closest(".turn, .ways-of-reading, .where, .page") && link.textContent !== "Öppna på egen sida";
  if (link.matches(".source a, a.at") || inside) {
    event.preventDefault();
    openBeside(link).catch(() => { location.href = link.href; });
  }
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !panel.hidden) closeBeside(); });

// What a report needs is copied with one press. What has been copied is said aloud.
const said = document.createElement("p");
said.className = "said";
said.setAttribute("role", "status");
document.body.append(said);

// Each place says in its words what its button does. Only a page with a certificate, or one on the same
// computer, may write to the clipboard; elsewhere the places stay empty.
function offerCopies(part) {
  if (!navigator.clipboard) return;
  document.documentElement.classList.add("copies");
  part.querySelectorAll("[data-copy], [data-text], [data-link], [data-share]").forEach((place) => {
    const made = button(place.textContent, async () => {
      try {
        await navigator.clipboard.write([new ClipboardItem({ "text/plain": textOf(place.dataset) })]);
        said.textContent = "Kopierat.";
      } catch {
        said.textContent = "Det gick inte att kopiera. Markera texten och kopiera den själv.";
      }
      setTimeout(() => { said.textContent = ""; }, 4000);
    });
    made.className = "copy";
    place.replaceChildren(made);
  });
}
offerCopies(document);

async function textOf({ copy, text, link, share }) {
  const found = copy ?? (link ? new URL(link, location.href).href : share ? linkTo(share) : await fetch(text).then((response) => { if (!response.ok) throw response; return response.text(); }));
  return new Blob([found], { type: "text/plain" });
}

// A link with a question holds it after the "#", which no browser sends: the question still travels by POST.
const ASKED = "#fraga=";

function linkTo(question) {
  return new URL(document.querySelector("header a").href + ASKED + encodeURIComponent(question)).href;
}

const field = document.getElementById("question");
if (field && location.hash.startsWith(ASKED)) {
  field.value = decodeURIComponent(location.hash.slice(ASKED.length));
  history.replaceState(null, "", location.pathname);
  field.form.submit();
}

// What is typed in a search among names is looked for as it stands, by POST: it comes into no address. The first
// refusal ends it, and the button remains.
document.querySelectorAll("input[data-found]").forEach((input) => {
  const place = document.getElementById(input.dataset.found);
  let waiting, under;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    under?.abort();
    if (!input.dataset.found) return;
    if (input.value.trim().length < 2) { place.replaceChildren(); return; }
    waiting = setTimeout(async () => {
      under = new AbortController();
      try {
        const response = await fetch(input.form.action, { method: "POST", body: new URLSearchParams({ words: input.value, part: "true" }), signal: under.signal });
        if (!response.ok) { input.removeAttribute("data-found"); return; }
        place.replaceChildren(...new DOMParser().parseFromString(await response.text(), "text/html").body.children);
      } catch { /* another letter came, or no answer: the button remains */ }
    }, 200);
  });
});

// What a question is narrowed to is seen also where the choice is closed.
document.querySelectorAll(".scope").forEach((scope) => {
  const said = scope.querySelector("strong"), all = said.textContent;
  scope.addEventListener("change", () => {
    const chosen = [...scope.querySelectorAll("select")].filter((one) => one.value).map((one) => one.selectedOptions[0].text);
    said.textContent = chosen.join(", ") || all;
  });
});

// While an answer is being made the page says so, where the button stands and aloud.
let askedAt = -Infinity;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[action*='/svar.'], [action*='/forvaltning'], [action*='/anmarkning']")) return;
  // A double click asks once; who has stopped the browser may ask again.
  if (event.timeStamp - askedAt < 2000) { event.preventDefault(); return; }
  askedAt = event.timeStamp;
  document.documentElement.classList.add("searching");
  said.textContent = document.body.dataset.searching;
  const pressed = event.submitter ?? form.querySelector("button");
  if (form.matches(".ask") && pressed) { pressed.dataset.name ??= pressed.textContent; pressed.textContent = document.body.dataset.searching; }
});
addEventListener("pageshow", () => {
  askedAt = -Infinity;
  document.documentElement.classList.remove("searching");
  document.querySelectorAll("button[data-name]").forEach((one) => { one.textContent = one.dataset.name; });
  said.textContent = "";
});

// A list is filtered and turned in place: the same page is fetched, and its list put in the place of this one.
let turning = new AbortController();
async function replaceList(form, address, sent, otherwise) {
  turning.abort();  // of two choices the later counts
  turning = new AbortController();
  try {
    const response = await fetch(address, { ...sent, signal: turning.signal });
    if (!response.ok) throw response;
    show(form, await response.text(), response.url);
  } catch (error) {
    if (error.name !== "AbortError") otherwise();
  }
}

function show(form, page, address) {
  const next = new DOMParser().parseFromString(page, "text/html").getElementById(form.dataset.replaces);
  document.getElementById(form.dataset.replaces).replaceWith(next);
  offerCopies(next);
  history.replaceState(null, "", address);
}

document.querySelectorAll("form[data-replaces]").forEach((form) => {
  // What is chosen is sent, not put in an address: the answer's own address has no identity number.
  const choose = () => replaceList(form, form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }, () => form.submit());
  form.addEventListener("submit", (event) => { event.preventDefault(); choose(); });
  form.addEventListener("change", choose);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-turn]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    replaceList(form, link.href, {}, () => { location.href = link.href; });
    form.scrollIntoView({ block: "end" });
  });
});

// Enter sends a question; with Shift it is a new line.
document.querySelectorAll(".ask textarea").forEach((area) => {
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    area.form.requestSubmit();
  });
});

// Keys: one letter each, so they can be turned off, and never while something is written.
const keys = document.getElementById("keys");
const ROWS = ".listed h3 a, .line > details > summary, .line > .alone a, .tallies > li > details > summary, .activity h3 a";

function step(by) {
  const rows = [...document.querySelectorAll(ROWS)].filter((row) => row.checkVisibility());
  const here = rows.findIndex((row) => row === document.activeElement);
  rows[Math.min(Math.max(here + by, 0), rows.length - 1)]?.focus();
}

const ACTIONS = { "/": () => field?.focus(), "?": () => keys.showModal(), j: () => step(1), k: () => step(-1) };
if (keys) document.addEventListener("keydown", (event) => {
  const action = ACTIONS[event.key];
  if (!action || event.ctrlKey || event.metaKey || event.altKey || keys.open || sessionStorage.getItem("keys") === "off") return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  action();
});
keys?.addEventListener("click", (event) => {
  if (event.target.dataset.keys === "off") sessionStorage.setItem("keys", "off");
  if (event.target.dataset.keys) keys.close();
});

// The quick way out takes this page's place in the history, and what stands here is gone at once.
document.querySelectorAll("[data-leave]").forEach((link) => {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.body.hidden = true;
    location.replace(link.href);
  });
});

// A file may be dropped where it can be chosen.
const bring = document.getElementById("bring");
bring?.addEventListener("dragover", (event) => { event.preventDefault(); bring.classList.add("over"); });
bring?.addEventListener("dragleave", () => { bring.classList.remove("over"); });
bring?.addEventListener("drop", (event) => {
  event.preventDefault();
  bring.classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  document.getElementById("fil").files = event.dataTransfer.files;
  bring.submit();
});
