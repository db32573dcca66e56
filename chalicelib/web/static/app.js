// Makes pages nicer, and nothing more: every page does its work without this file.

const live = document.getElementById("live");

/** Says something to whoever listens to the page instead of looking at it, once. */
function say(words) {
  if (live) live.textContent = words;
}

/** A button that copies what `data-copy` holds; it is hidden where nothing can be copied. */
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      return; // The text is on the page, to be copied by hand.
    }
    button.textContent = button.dataset.done;
    say(button.dataset.done);
    setTimeout(() => { button.textContent = words; }, 2000);
  });
}

/** A button that opens the system's own sheet to share; hidden where there is none. */
for (const button of document.querySelectorAll("button[data-share-url]")) {
  const { shareUrl: url, shareTitle: title, shareText: text } = button.dataset;
  const shared = { url, title, text };
  if (!navigator.canShare?.(shared)) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    // Whoever closes the sheet again has changed their mind, and that is no fault.
    navigator.share(shared).catch(() => {});
  });
}

/** A button that opens the browser's own window to print. */
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Of a menu that is wider than the screen, the page that one is on is in sight.
document.querySelector(".menu [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
/** Public pages stay there without a network; `sw.js` says which, and what it leaves alone. */
const worker = document.querySelector("script[data-worker]")?.dataset.worker;
if (worker && "serviceWorker" in navigator) {
  addEventListener("load", () => {
    // Where it is not allowed, as in a private window, pages do without.
    navigator.serviceWorker.register(worker).catch(() => {});
  });
}

/** A page that was kept says so, and since when. */
const { kept } = document.body.dataset;
const banner = document.getElementById("offline");
if (kept !== undefined && banner) {
  const form = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  banner.textContent = kept ? banner.dataset.since.replace("{moment}", form.format(new Date(kept))) : banner.dataset.words;
  banner.hidden = false;
}

/** The page that says that there is no network goes away with its reason. */
if (document.querySelector("[data-retry]")) {
  addEventListener("online", async () => {
    try {
      // A network that is there and leads nowhere is no reason.
      await fetch(location.href, { method: "HEAD", cache: "no-store" });
    } catch {
      return;
    }
    location.reload();
  });
}
