// What makes the page quicker to use where JavaScript runs. Everything works without it.
"use strict";

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
  const close = button("Stäng dokumentet", closeBeside);
  const whole = document.createElement("a");
  whole.href = link.href;
  whole.textContent = "Öppna på egen sida";
  head.append(close, whole);
  // The nodes come from a page of our own, which has escaped what stands in documents.
  panel.replaceChildren(head, ...page.querySelector("main").children);
  panel.querySelectorAll("h1").forEach((h) => { const p = document.createElement("h2"); p.textContent = h.textContent; h.replaceWith(p); });
  panel.hidden = false;
  document.body.classList.add("beside-open");
  panel.focus({ preventScroll: true });
  panel.querySelector(".marked")?.scrollIntoView({ block: "center" });
}

function closeBeside() {
  panel.hidden = true;
  document.body.classList.remove("beside-open");
  opener?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const inside = panel.contains(link) && link.closest(".turn, .ways") && !link.href.includes("#");
  if (link.matches(".source a") || (inside && link.textContent !== "Öppna på egen sida")) {
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

function button(text, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", action);
  return made;
}

document.querySelectorAll("[data-copy], [data-share]").forEach((place) => {
  const made = button(place.dataset.label, async () => {
    try {
      await navigator.clipboard.writeText(place.dataset.copy ?? linkTo(place.dataset.share));
      said.textContent = "Kopierat.";
    } catch {
      said.textContent = "Det gick inte att kopiera. Markera texten och kopiera den själv.";
    }
    setTimeout(() => { said.textContent = ""; }, 4000);
  });
  made.className = "copy";
  place.append(made);
});

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

// A quick way out takes this page's place in the history.
document.querySelectorAll("[data-leave]").forEach((link) => {
  link.addEventListener("click", (event) => { event.preventDefault(); location.replace(link.href); });
});
