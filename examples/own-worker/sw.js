// The site's own worker: it answers one file by itself and opens the site without a network.
addEventListener("install", (event) => event.waitUntil(caches.open("own-1").then((cache) => cache.add("/index.html"))));

addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (pathname === "/greeting.txt") {
    event.respondWith(new Response("Hello from the site's own worker."));
  } else if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match("/index.html")));
  }
});

// Last, so that what is above is asked first. What it does not answer, DeployNet may.
importScripts("/deploynet-sw.js?site=SITE");
