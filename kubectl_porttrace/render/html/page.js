"use strict";
{
  const MORE = 300;
  const AT_ONCE = 100;
  const byId = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const form = document.querySelector(".filters");
  const rest = byId("rest");
  const sections = byId("sections");

  // What is built later is text of the page's own making: the names in it were escaped when the page was written.
  const policy = window.trustedTypes
    ? window.trustedTypes.createPolicy("porttrace", { createHTML: (text) => text })
    : { createHTML: (text) => text };

  function element(text) {
    const holder = document.createElement("template");
    holder.innerHTML = policy.createHTML(text);
    return holder.content.firstElementChild;
  }

  async function unpacked(script) {
    const bytes = Uint8Array.from(atob(script.textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).json();
  }

  const late = all(".late-sections");
  const atOnce = sections ? sections.children.length : 0;
  const number = (id) => Number(id.slice(1));

  async function section(id) {
    const there = byId(id);
    const place = number(id) - atOnce;
    if (there || !/^s\d+$/.test(id) || !late[Math.floor(place / AT_ONCE)]) return there;
    const texts = await unpacked(late[Math.floor(place / AT_ONCE)]);
    if (byId(id) || !texts[place % AT_ONCE]) return byId(id);
    const built = element(texts[place % AT_ONCE]);
    const after = [...sections.children].find((each) => number(each.id) > number(id));
    sections.insertBefore(built, after || null);
    return built;
  }

  async function show(id) {
    const target = await section(id);
    if (!target || target.tagName !== "DETAILS") return;
    target.hidden = false;
    target.open = true;
    target.scrollIntoView();
    target.querySelector("summary").focus({ preventScroll: true });
  }

  // The lines: those that the page came with, and once they are needed, those that are built later.
  const lowered = (text) => text.toLowerCase();
  const entities = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&#34;": '"', "&#39;": "'" };
  const words = (text) => text.replace(/<[^>]*>/g, " ").replace(/&(lt|gt|amp|#34|#39);/g, (each) => entities[each]);
  const lines = all(".overview tbody tr").map((row) => ({
    row,
    id: row.dataset.for,
    verdict: row.dataset.verdict,
    severity: row.dataset.severity,
    namespace: row.dataset.namespace,
    text: lowered(row.textContent),
  }));
  let limit = MORE;
  let complete = null;
  let asked = 0;

  async function readAll() {
    for (const chunk of await Promise.all(all(".late-rows").map(unpacked))) {
      for (const [verdict, severity, namespace, html] of chunk) {
        const id = `s${lines.length}`;
        lines.push({ row: null, html, id, verdict, severity, namespace, text: lowered(words(html)) });
      }
    }
  }

  function chosen(name) {
    return new Set(all(`input[name=${name}]:checked`).map((each) => each.value));
  }

  function wanted() {
    const verdicts = chosen("verdict");
    const severities = chosen("severity");
    const namespace = form.elements.namespace ? form.elements.namespace.value : "";
    const parts = lowered(form.elements.text.value).split(/\s+/).filter(Boolean);
    return (line) =>
      (!verdicts.size || verdicts.has(line.verdict)) &&
      (!severities.size || severities.has(line.severity)) &&
      (!namespace || line.namespace === namespace) &&
      parts.every((part) => line.text.includes(part));
  }

  // A line is built when it is first shown; the lines keep their order.
  async function filter() {
    const turn = ++asked;
    complete = complete || readAll();
    await complete;
    if (turn !== asked) return;
    const matches = wanted();
    let matching = 0;
    let previous = null;
    for (const line of lines) {
      const fits = matches(line);
      matching += fits;
      const seen = fits && matching <= limit;
      if (seen && !line.row) line.row = element(line.html);
      if (!line.row) continue;
      if (!line.row.isConnected) previous.after(line.row);
      line.row.hidden = !seen;
      previous = line.row;
    }
    for (const each of sections.children) each.hidden = !matches(lines[number(each.id)]);
    tell(matching);
  }

  function tell(matching) {
    const hidden = Math.max(matching - limit, 0);
    rest.hidden = !hidden;
    rest.textContent = `Show ${Math.min(hidden, MORE)} more`;
    byId("shown").textContent = `${matching} of ${byId("shown").dataset.total}` + (hidden ? `, the first ${limit} shown` : "");
  }

  function say(button, text) {
    byId("said").textContent = text;
    const label = button.firstChild;
    const before = label.textContent;
    if (before === text) return;
    label.textContent = text;
    setTimeout(() => {
      label.textContent = before;
      byId("said").textContent = "";
    }, 2000);
  }

  async function copy(button, text) {
    try {
      await navigator.clipboard.writeText(text);
      say(button, "Copied");
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.className = "vh";
      document.body.append(area);
      area.select();
      say(button, document.execCommand("copy") ? "Copied" : "Not copied");
      area.remove();
      button.focus();
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) show(link.hash.slice(1));
    const button = event.target.closest("button");
    if (button && button.matches(".copy")) copy(button, button.parentElement.querySelector("code").textContent);
    if (button && button.id === "copy-report") copy(button, byId("report").textContent);
  });
  window.addEventListener("hashchange", () => show(location.hash.slice(1)));
  window.addEventListener("beforeprint", () => {
    for (const each of all(".section:not([hidden]), .explained")) each.open = true;
  });
  if (form) {
    const again = () => {
      limit = MORE;
      return filter();
    };
    form.addEventListener("input", again);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(again));
    rest.addEventListener("click", () => {
      limit += MORE;
      return filter();
    });
    tell(Number(byId("shown").dataset.total));
  }
  // Once all is there: until then the browser itself goes where the address leads, and takes the focus away.
  if (location.hash) window.addEventListener("load", () => setTimeout(() => show(location.hash.slice(1))));
}
