// Where the keyboard is: what that is called, its place in the page's order (-1: nowhere), and what
// is wrong with how it shows.
() => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return { order: -1, name: "", fault: null };
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const name = (at.innerText || at.getAttribute("aria-label") || at.name || at.tagName).trim().split("\n")[0].slice(0, 60);
  let fault = null;
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) fault = "shows no ring";
  else if (box.width === 0 || box.height === 0) fault = "has no size";
  else if (box.bottom < 1 || box.top > innerHeight - 1 || box.right < 1 || box.left > innerWidth - 1) fault = "is outside what one sees";
  else {
    const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 40), 0), innerWidth - 1);
    const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
    const there = document.elementFromPoint(x, y);
    const label = at.closest("label");
    if (there && !at.contains(there) && !there.contains(at) && !(label && label.contains(there))) {
      fault = `is covered by ${there.outerHTML.slice(0, 60)}`;
    }
  }
  return { order: [...document.querySelectorAll("*")].indexOf(at), name, fault };
}
