// What was seen once is there without a network: public pages, the page of a link with its QR
// code, and what they load. Everything else goes its way as if this file were not there: a link
// that is followed, the associations' space, and the API. Nothing is fetched before it is asked for.

const VERSION = "VERSION";
const SHELL = ["SHELL"];
/** What every page loads, and the pages that say that there is no network. */

const ROOT = new URL("./", self.location).pathname;
const PAGES = "porte-voix-pages";
const FILES = `porte-voix-files-${VERSION}`;
const MOST = { [PAGES]: 40, [FILES]: 24 };

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name !== PAGES && name !== FILES) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const answer = answerFor(event.request);
  if (answer) event.respondWith(answer(event));
});

/** What answers a request; nothing for one that is none of ours. */
function answerFor(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return null;
  if (!url.pathname.startsWith(ROOT)) return null;
  const path = url.pathname.slice(ROOT.length);
  if (/^static\/[^/]+$/.test(path) && url.searchParams.has("v")) return file;
  if (/^[^/]+\/qr\.svg$/.test(path) && request.destination === "image") return picture;
  const isPage = /^(|legal|c\/.+|[^/]+(\+|%2b))$/i.test(path) && !/\/embed$|\.\w+$/.test(path);
  return isPage && request.mode === "navigate" && request.destination === "document" ? page : null;
}

/** A file whose address names its version: it never changes. */
async function file(event) {
  const kept = await caches.match(event.request, { ignoreVary: true });
  return kept ?? seen(event, FILES);
}

/** A QR code: from the network, or else as it was seen. */
async function picture(event) {
  try {
    return await seen(event, PAGES);
  } catch (away) {
    const kept = await caches.match(event.request, { ignoreVary: true });
    if (kept) return kept;
    throw away;
  }
}

/** A page: from the network, or else as it was seen, which it then says. */
async function page(event) {
  try {
    return await seen(event, PAGES);
  } catch {
    const kept = await caches.match(event.request, { ignoreVary: true });
    return kept ? marked(kept) : offline(event.request);
  }
}

/** What the network answers; kept, if it is what was asked for. */
async function seen(event, name) {
  const answer = await fetch(event.request);
  if (answer.ok && !answer.redirected && answer.type === "basic") {
    event.waitUntil(keep(name, event.request, answer.clone()));
  }
  return answer;
}

/** Keeps an answer as the latest, and no more of them than there may be. */
async function keep(name, request, answer) {
  const cache = await caches.open(name);
  await cache.delete(request, { ignoreVary: true });
  await cache.put(request, answer);
  const oldest = (await cache.keys()).filter((one) => !SHELL.includes(pathOf(one)));
  for (const one of oldest.slice(0, Math.max(0, oldest.length - MOST[name]))) {
    await cache.delete(one, { ignoreVary: true });
  }
}

/** A page that was kept, with the moment at which it was made: its script shows it. */
async function marked(answer) {
  const at = new Date(answer.headers.get("Date") ?? NaN);
  const moment = Number.isNaN(at.valueOf()) ? "" : at.toISOString();
  const text = await answer.text();
  return new Response(text.replace("<body", `<body data-kept="${moment}"`), {
    status: answer.status,
    headers: answer.headers,
  });
}

/** The page that says that there is no network, in the language of what was asked for. */
async function offline(request) {
  const asked = new URL(request.url).searchParams.get("lang");
  const language = asked ?? (navigator.language.startsWith("en") ? "en" : "fr");
  const kept = await caches.match(`${ROOT}offline?lang=${language === "en" ? "en" : "fr"}`, { ignoreVary: true });
  return kept ?? Response.error();
}

function pathOf(request) {
  const url = new URL(request.url);
  return url.pathname + url.search;
}
