// Whether the page, as it is shown now, can be scrolled sideways, and what reaches beyond the edge.
() => {
  const root = document.documentElement;
  const beyond = root.scrollWidth - root.clientWidth;
  if (beyond <= 0) return null;
  const widest = [...document.body.querySelectorAll("*")]
    .filter((e) => {
      const box = e.getBoundingClientRect();
      if (e.closest("thead")) return false;
      return box.width > 0 && (box.right > root.clientWidth + 0.5 || box.left < -0.5) && getComputedStyle(e).position !== "absolute";
    })
    .slice(-3)
    .map((e) => e.outerHTML.replace(/\s+/g, " ").slice(0, 80));
  return `by ${beyond} px: ${widest.join(" | ")}`;
}
