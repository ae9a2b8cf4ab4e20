// What the page weighs without its pictures, in bytes: whole, and as it would come over the wire to
// somebody new (what the browser had already is counted as if it were fetched, unpacked).
() => {
  const page = performance.getEntriesByType("navigation")[0];
  const parts = performance.getEntriesByType("resource").filter((r) => /\.(css|js)(\?|$)/.test(r.name));
  const whole = [page, ...parts];
  return {
    html: page.decodedBodySize,
    parts: parts.reduce((sum, r) => sum + r.decodedBodySize, 0),
    wire: whole.reduce((sum, r) => sum + (r.encodedBodySize || r.decodedBodySize), 0),
  };
}
