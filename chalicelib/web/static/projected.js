// Keeps the leaderboard on the wall true: asks for the page again each minute, and lets rows and
// bars move to where they are now. Nothing is announced: a page that talks each minute chatters.

const EVERY = 60_000;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const MOVE = { duration: 900, easing: "cubic-bezier(0.3, 0, 0.2, 1)" };

/** Where rows are, and how long bars: by their keys. */
function look() {
  const seen = new Map();
  for (const each of document.querySelectorAll("[data-key]")) {
    seen.set(each.dataset.key, { top: each.getBoundingClientRect().top, width: each.getAttribute("width") });
  }
  return seen;
}

/** Moves what is there from where it was. */
function move(before) {
  for (const each of document.querySelectorAll("[data-key]")) {
    const was = before.get(each.dataset.key);
    if (!was) continue;
    const width = each.getAttribute("width");
    if (width && was.width !== width) each.animate([{ width: was.width }, { width }], MOVE);
    const by = was.top - each.getBoundingClientRect().top;
    if (!width && by) each.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], MOVE);
  }
}

async function renew() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const parts = [...fresh.querySelectorAll("[data-swap]")];
    const before = look();
    [...document.querySelectorAll("[data-swap]")].forEach((old, n) => {
      if (parts[n]) old.replaceWith(document.adoptNode(parts[n]));
    });
    if (!still.matches) move(before);
  } catch {
    // What is shown stays, with its time beside it; the next minute asks again.
  }
}

/** Most screens go dark when nobody touches them. */
async function stayAwake() {
  if (document.visibilityState === "visible") await navigator.wakeLock?.request("screen").catch(() => {});
}

setInterval(renew, EVERY);
document.addEventListener("visibilitychange", stayAwake);
stayAwake();

const full = document.querySelector("[data-full]");
if (full && document.fullscreenEnabled) {
  full.hidden = false;
  full.addEventListener("click", () => {
    const turned = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    turned.catch(() => {});
  });
}
