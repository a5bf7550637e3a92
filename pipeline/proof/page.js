"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const SVG = "http://www.w3.org/2000/svg";
  const $ = (id) => document.getElementById(id);
  const [pages, said, sourceChoice, pageChoice] = [$("pages"), $("said"), $("source"), $("page")];
  const cellsOf = new Map(); // "source/page/word" → cells, smallest first: a word is of a value before it is of a text
  let shown = -1, chosen = null, at = null;

  const make = (name, attributes, text) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };

  for (const [cell, places] of Object.entries(data.cells)) {
    const size = places.reduce((sum, place) => sum + place[2].length, 0);
    for (const [source, page, words] of places) {
      for (const word of words) {
        const key = `${source}/${page}/${word}`;
        if (!cellsOf.has(key)) cellsOf.set(key, []);
        cellsOf.get(key).push([size, cell]);
      }
    }
  }
  for (const found of cellsOf.values()) found.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1));

  // --- pages ---------------------------------------------------------------------------------------------------

  const drawn = () => [...pages.querySelectorAll("svg")];
  const sheet = (number) => pages.querySelector(`svg[data-page="${number}"]`);
  const wordOf = (number, word) => sheet(number)?.querySelector(`[data-word="${word}"]`);

  function draw(page, total) {
    const label = `Page ${page.number} of ${total}, ${page.words.length} words`;
    const svg = make("svg", { viewBox: `0 0 ${page.width} ${page.height}`, "data-page": page.number, class: page.text ? "typeset" : "", role: "img", "aria-label": label });
    if (page.picture) svg.append(make("image", { href: page.picture, width: page.width, height: page.height }));
    page.words.forEach(([text, x0, top, x1, bottom, fate], index) => {
      const group = make("g", { class: `word ${fate}`, "data-word": index });
      group.append(make("rect", { x: x0, y: top, width: x1 - x0, height: bottom - top }));
      if (!page.picture) {
        const size = bottom - top;
        group.append(make("text", { x: x0, y: bottom - size * 0.22, "font-size": page.text ? size * 0.83 : size * 0.8, class: page.text ? "typed" : "", textLength: x1 - x0, lengthAdjust: "spacingAndGlyphs" }, text));
      }
      svg.append(group);
    });
    return svg;
  }

  function show(source) {
    if (source === shown) return;
    shown = source;
    sourceChoice.value = source;
    const all = data.sources[source].pages;
    pages.replaceChildren(...all.map((page) => draw(page, all.length)));
    pageChoice.replaceChildren(...all.map((page) => new Option(page.number, page.number)));
    at = null;
    light();
    join();
  }

  function light() {
    for (const word of pages.querySelectorAll(".lit")) word.classList.remove("lit");
    let first = null;
    for (const [source, page, words] of (chosen && data.cells[chosen]) || []) {
      if (source !== shown) continue;
      for (const word of words) {
        const element = wordOf(page, word);
        element?.classList.add("lit");
        first ??= element;
      }
    }
    return first;
  }

  // Within the pane alone: on a phone the window stays with what was clicked.
  function reveal(element) {
    const [box, pane] = [element.getBoundingClientRect(), pages.getBoundingClientRect()];
    pages.scrollTop += box.top - pane.top - pane.height / 3;
    pages.scrollLeft += box.left - pane.left - pane.width / 3;
    pageChoice.value = element.closest("svg").dataset.page;
  }

  // --- choosing ------------------------------------------------------------------------------------------------

  const buttonOf = (cell) => [...document.querySelectorAll(".cell")].find((button) => button.dataset.cell === cell);

  function nearest(cell) { // a quantity or a code is shown by the cell of its project
    if (buttonOf(cell)) return buttonOf(cell);
    const [table, key, ...rest] = cell.split("/");
    const field = { budget: "budget_eur", budget_printed: "budget_eur" }[rest[0]] || rest[0];
    return (table === "quantities" || table === "projects") ? buttonOf(`projects/${key}/${field}`) : null;
  }

  function choose(cell, { move = true, link = true } = {}) {
    chosen = cell;
    for (const button of document.querySelectorAll(".chosen")) button.classList.remove("chosen");
    const places = data.cells[cell] || [];
    nearest(cell)?.classList.add("chosen");
    if (places.length && !places.some(([source]) => source === shown)) show(places[0][0]);
    const first = light();
    if (first && move) reveal(first);
    const where = places.filter(([source]) => source === shown).map(([, page]) => page);
    said.textContent = places.length
      ? `${cell.split("/").slice(1).join("/")}: page ${[...new Set(where)].join(", ")} of ${data.sources[shown].name}`
      : `${cell.split("/").slice(1).join("/")}: no words of its own on a page`;
    const [table, ...rest] = cell.split("/");
    if (link) history.replaceState(null, "", "#" + (table === "projects" ? rest : [table, ...rest]).map(encodeURIComponent).join("/"));
  }

  function tell(element) {
    const page = element.closest("svg").dataset.page;
    const index = element.dataset.word;
    const [text, , , , , fate] = data.sources[shown].pages.find((found) => found.number === Number(page)).words[index];
    const cells = (cellsOf.get(`${shown}/${page}/${index}`) || []).map(([, cell]) => cell);
    pages.querySelector(".at")?.classList.remove("at");
    element.classList.add("at");
    at = element;
    return { cells, text: `“${text}”: ${fate}${cells.length ? `, in ${cells.map((cell) => cell.split("/").slice(1).join("/")).join("; ")}` : ", in no cell"}` };
  }

  function word(element) {
    const { cells, text } = tell(element);
    const cell = cells.find((found) => nearest(found));
    if (cell) {
      choose(cell, { move: false });
      const button = nearest(cell);
      button.closest("[hidden]")?.removeAttribute("hidden");
      button.scrollIntoView({ block: "nearest" });
    }
    said.textContent = text;
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("button, .word");
    if (!target) return;
    if (target.matches(".word")) word(target);
    else if (target.matches(".cell")) choose(target.dataset.cell);
    else if (target.matches(".place")) place(target.dataset);
    else if (target.matches(".pair")) pair(target.dataset.project);
    else if (target.matches(".copy")) copy(target);
  });

  pages.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const words = [...pages.querySelectorAll(".word")];
    if (step && words.length && !event.ctrlKey && !event.altKey) {
      const next = at ? words[(words.indexOf(at) + step + words.length) % words.length] : words[0];
      said.textContent = tell(next).text;
      reveal(next);
      event.preventDefault();
    } else if (event.key === "Enter" && at) {
      word(at);
      nearest(chosen)?.focus();
      event.preventDefault();
    }
  });

  // --- findings and pairings -----------------------------------------------------------------------------------

  function place({ source, page, quote }) {
    show(data.sources.findIndex((found) => found.name === source));
    chosen = null;
    light();
    const wanted = quote.split(/\s*[|/]\s+/).flatMap((part) => [part.split(/\s+/)]);
    const words = data.sources[shown].pages.find((found) => found.number === Number(page))?.words || [];
    let first = null;
    for (const part of wanted) {
      const start = words.findIndex((_, n) => part.every((text, m) => words[n + m] && words[n + m][0] === text));
      for (let n = start; start >= 0 && n < start + part.length; n++) {
        const element = wordOf(page, n);
        element.classList.add("lit");
        first ??= element;
      }
    }
    reveal(first || sheet(page).firstElementChild);
    said.textContent = `page ${page} of ${source}${first ? "" : ": the words stand apart there"}`;
  }

  function outline(project, columns) { // on the shown source: page and rectangle of the words of these columns
    const found = columns.flatMap((column) => data.cells[`projects/${project}/${column}`] || []).filter(([source]) => source === shown);
    if (!found.length) return null;
    const page = found[0][1];
    const all = data.sources[shown].pages.find((sheet) => sheet.number === page).words;
    const words = found.filter((item) => item[1] === page).flatMap((item) => item[2]).map((index) => all[index]);
    return { page, x: Math.min(...words.map((w) => w[1])), y: Math.min(...words.map((w) => w[2])), right: Math.max(...words.map((w) => w[3])), bottom: Math.max(...words.map((w) => w[4])) };
  }

  function join() {
    for (const old of pages.querySelectorAll(".pairing")) old.remove();
    if (!$("lines").checked) return;
    for (const pair of data.pairs) {
      const [title, box] = [outline(pair.project, ["title"]), outline(pair.project, ["budget_printed", "authorities", "end_goal"])];
      if (!title || !box) continue;
      const text = `${pair.method} ${pair.score}, margin ${pair.margin || "-"}`;
      const group = make("g", { class: "pairing", "data-project": pair.project });
      group.append(make("rect", { class: "link", x: box.x - 2, y: box.y - 2, width: box.right - box.x + 4, height: box.bottom - box.y + 4 }));
      if (title.page === box.page) group.append(make("line", { class: "link", x1: (box.x + box.right) / 2, y1: (box.y + box.bottom) / 2, x2: title.x, y2: (title.y + title.bottom) / 2 }));
      group.append(make("text", { class: "link-text", x: box.x, y: box.y - 4 }, title.page === box.page ? text : `page ${title.page}: ${text}`));
      sheet(box.page).append(group);
    }
  }

  function pair(project) {
    $("lines").checked = true;
    choose(`projects/${project}/title`);
    join();
    const found = data.pairs.find((item) => item.project === project);
    said.textContent = `${found.title}: ${found.method}, score ${found.score}, margin ${found.margin || "-"}${found.rival ? `, rival ${found.rival} ${found.rival_score}` : ""}`;
    const group = [...pages.querySelectorAll(".pairing")].find((item) => item.dataset.project === project);
    if (group) reveal(group);
  }

  async function copy(button) {
    const pre = button.parentElement.querySelector("pre");
    getSelection().selectAllChildren(pre);
    try {
      await navigator.clipboard.writeText(pre.textContent);
    } catch {
      document.execCommand("copy"); // a page from the file system has no clipboard
    }
    button.textContent = "Copied";
  }

  // --- search and filters --------------------------------------------------------------------------------------

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const projects = [...document.querySelectorAll(".project")].map((element) => ({ element, text: plain(element.textContent) }));

  function filter() {
    const [wanted, axis, name] = [plain($("search").value).split(/\s+/), $("axis").value, $("government").value];
    let count = 0, sum = 0, stated = 0;
    for (const { element, text } of projects) {
      const { axis: own, names, budget } = element.dataset;
      const fits = wanted.every((part) => text.includes(part)) && (!axis || own === axis) && (!name || names.split("; ").includes(name));
      element.hidden = !fits;
      if (!fits) continue;
      count += 1;
      if (budget) [sum, stated] = [sum + Number(budget), stated + 1];
    }
    const euros = sum.toLocaleString("en", { maximumFractionDigits: 2 }).replaceAll(",", "\u00a0");
    $("total").textContent = `${count} of ${projects.length} projects, € ${euros}${stated < count ? `; ${count - stated} without a budget` : ""}`;
  }

  for (const id of ["search", "axis", "government"]) $(id).addEventListener("input", filter);
  sourceChoice.addEventListener("change", () => { show(Number(sourceChoice.value)); const first = light(); if (first) reveal(first); });
  pageChoice.addEventListener("change", () => reveal(sheet(pageChoice.value).firstElementChild));
  $("lines").addEventListener("change", join);
  $("fates").addEventListener("change", (event) => { pages.classList.toggle("fates", event.target.checked); $("legend").hidden = !event.target.checked; });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target === $("search")) { $("search").value = ""; filter(); }
    if (event.key === "/" && !event.target.matches("input, select")) { $("search").focus(); event.preventDefault(); }
  });

  // --- links: #project/field, #axes/name/column, #finding-3 -----------------------------------------------------

  function follow() {
    const parts = location.hash.slice(1).split("/").map(decodeURIComponent);
    if (!parts[0]) return;
    const tables = ["axes", "key_figures", "extra_fields", "quantities", "projects"];
    const cell = tables.includes(parts[0]) ? parts.join("/") : ["projects", parts[0], parts.slice(1).join("/") || "title"].join("/");
    if (!nearest(cell) && !data.cells[cell]) return;
    choose(cell, { link: false });
    nearest(cell)?.scrollIntoView({ block: "center" });
  }

  filter();
  const withPages = data.sources.findIndex((source) => source.pages.length);
  if (withPages >= 0) show(withPages);
  follow();
  addEventListener("hashchange", follow);
})();
