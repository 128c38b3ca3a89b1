// Keeps the page that checks proofs, so that it opens without a network.
"use strict";

const KEPT = "check";

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const wanted = url.pathname === "/log/check" || url.pathname.startsWith("/static/");
  if (request.method !== "GET" || url.origin !== location.origin || !wanted) return;
  event.respondWith(
    fetch(request).then(
      async (answer) => {
        if (answer.ok) await (await caches.open(KEPT)).put(request, answer.clone());
        return answer;
      },
      async (error) => {
        const kept = await caches.match(request);
        if (kept) return kept;
        throw error;
      },
    ),
  );
});

addEventListener("install", (event) => {
  event.waitUntil(skipWaiting());
});

// The page that brought this here is kept at once, with what it loads.
addEventListener("activate", (event) => {
  const keep = async () => {
    await clients.claim();
    const kept = await caches.open(KEPT);
    const page = await fetch("/log/check");
    const text = await page.clone().text();
    await kept.put("/log/check", page);
    const loads = [...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((match) => match[1]);
    await Promise.all(loads.map(async (path) => kept.put(path, await fetch(path))));
  };
  event.waitUntil(keep());
});
