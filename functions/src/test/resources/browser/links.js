// Where the page leads to within /app, as path and query.
() =>
  [...document.querySelectorAll("a[href]")]
    .map((a) => new URL(a.href))
    .filter((url) => url.origin === location.origin && /^\/app(\/|$)/.test(url.pathname))
    .map((url) => url.pathname + url.search)
