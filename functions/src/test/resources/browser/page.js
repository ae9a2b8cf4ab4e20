// What is wrong with the page that is shown, as sentences; evaluated in it by io.doula.functions.browser.PageCheck.
() => {
  const faults = [];
  const visible = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  const named = (e) => e.outerHTML.replace(/\s+/g, " ").slice(0, 90);
  const all = (selector) => [...document.querySelectorAll(selector)].filter(visible);

  if (!/\S/.test(document.title)) faults.push("has no title");
  const heads = all("h1").length;
  if (heads !== 1) faults.push(`has ${heads} h1`);
  if (!document.documentElement.lang) faults.push("says no language");
  if (!["ltr", "rtl"].includes(document.documentElement.dir)) faults.push("says no direction");
  if (document.querySelectorAll("main").length !== 1) faults.push("has not one main");

  for (const image of document.querySelectorAll("img")) {
    if (!image.hasAttribute("alt")) faults.push(`has a picture without alt: ${named(image)}`);
    if (image.complete && image.naturalWidth === 0) faults.push(`has a broken picture: ${named(image)}`);
  }
  for (const svg of document.querySelectorAll("svg")) {
    const hidden = svg.closest("[aria-hidden=true]");
    const name = svg.getAttribute("aria-label") || svg.getAttribute("aria-labelledby") || svg.querySelector(":scope > title");
    if (!hidden && !(svg.getAttribute("role") === "img" && name)) faults.push(`has a drawing without a name: ${named(svg)}`);
  }
  for (const styled of document.querySelectorAll("[style]")) faults.push(`has a style of its own: ${named(styled)}`);
  for (const script of document.querySelectorAll("script:not([src])")) faults.push(`has a script of its own: ${named(script)}`);

  // what is pressed all day, with a thumb; a box or circle counts with the label around it
  for (const e of all("nav a, .button, button[type=submit], main input, main select, main textarea, main summary")) {
    const box = (e.matches("[type=checkbox], [type=radio]") ? e.closest("label") ?? e : e).getBoundingClientRect();
    if (e.type !== "hidden" && box.height < 43.5) faults.push(`has a target only ${Math.round(box.height)} px high: ${named(e)}`);
  }
  for (const field of all("main input, main select, main textarea")) {
    if (parseFloat(getComputedStyle(field).fontSize) < 16) faults.push(`has a field that a phone would zoom into: ${named(field)}`);
  }
  return faults;
}
