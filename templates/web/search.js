// Instant search over the register's index, in the page: nothing typed here leaves the browser.
"use strict";

const SHOWN = 50; // lines drawn at once
const AT_ONCE = 6; // shards fetched at the same time
const PAUSE = 120; // after a key, before the search [ms]
const FIELDS = ["q", "status", "stage", "technology", "year", "company"];
const HIDDEN = /(?![\t-\r])[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}]/gu;
const FORMULA = /(CO|CH|N|SF|NF|CF)([2-6])(?=$|[^0-9])/g;

const form = document.getElementById("search");
const words = form.dataset;
const part = (id) => document.getElementById(id);
const field = (name) => form.elements.namedItem(name);
const languageLink = document.querySelector("a.language");
const otherLanguage = languageLink.getAttribute("href");

const shards = []; // rows of each shard, the newest first within it
let rows = []; // all rows read so far, the newest first
let found = [];
let drawn = 0;
let share = 0; // of the index that is read [%]
let failed = false;
let timer = 0;

function folded(said) {
  return said.normalize("NFKC").toLowerCase();
}

function visible(said) {
  return said.replace(HIDDEN, (one) => `[U+${one.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
}

function prepared(row) {
  const bare = row.number.replaceAll("-", "");
  const said = [row.number, bare, row.company, row.company_en, row.product, ...row.models];
  const companies = folded(`${row.company}\n${row.company_en}`);
  return { row, said: folded(said.join("\n")), companies, bare: folded(bare), year: row.issued.slice(0, 4) };
}

function wanted() {
  return Object.fromEntries(FIELDS.map((name) => [name, field(name).value.trim()]));
}

function matches(asked) {
  const terms = folded(asked.q).split(/\s+/).filter(Boolean);
  const company = folded(asked.company);
  const fits = (one) =>
    (!asked.status || one.row.status === asked.status) &&
    (!asked.stage || one.row.stage_key === asked.stage) &&
    (!asked.technology || one.row.technology === asked.technology) &&
    (!asked.year || one.year === asked.year) &&
    (!company || one.companies.includes(company)) &&
    terms.every((term) => one.said.includes(term));
  const hits = rows.filter(fits);
  // A whole number, however it was typed, stands first.
  const number = terms.join("").replaceAll("-", "");
  const exact = hits.findIndex((one) => one.bare === number);
  return exact > 0 ? [hits[exact], ...hits.slice(0, exact), ...hits.slice(exact + 1)] : hits;
}

function setFormula(element, said) {
  let last = 0;
  for (const hit of said.matchAll(FORMULA)) {
    const low = document.createElement("sub");
    low.textContent = hit[2];
    element.append(said.slice(last, hit.index) + hit[1], low);
    last = hit.index + hit[0].length;
  }
  element.append(said.slice(last).replace(/(^|[^A-Za-z])m2/g, "$1m²"));
}

function lineOf({ row }) {
  const line = part("line").content.firstElementChild.cloneNode(true);
  const set = (selector, said) => (line.querySelector(selector).textContent = visible(said));
  const badge = line.querySelector(".badge");
  badge.className = `badge ${row.status}`;
  badge.querySelector("use").setAttribute("href", `#i-${row.status}`);
  set(".badge span", field("status").querySelector(`[value="${CSS.escape(row.status)}"]`)?.textContent ?? row.status);
  set(".product bdi", row.product);
  set(".by bdi", words.language === "en" && row.company_en ? row.company_en : row.company);
  set(".stage", row.stage[words.language]);
  set("a.number", row.number);
  line.querySelector("a.number").href = `${words.root}c/${encodeURIComponent(row.number)}/${words.suffix}`;
  set(".until", row.status === "valid" ? words.until.replace("{day}", row.expires) : words.since.replace("{day}", row.since));
  set(".worth b", row.shown);
  line.querySelector(".worth span").textContent = "";
  setFormula(line.querySelector(".worth span"), visible(row.unit));
  return line;
}

function drawMore() {
  part("lines").append(...found.slice(drawn, drawn + SHOWN).map(lineOf));
  drawn = Math.min(found.length, drawn + SHOWN);
  part("more").hidden = drawn >= found.length;
}

function count() {
  if (failed) return words.failed;
  if (share < 100) return words.loading.replace("{share}", share);
  if (found.length === 0) return words.foundNone;
  return found.length === 1 ? words.foundOne : words.found.replace("{count}", found.length);
}

function say(said) {
  if (part("count").textContent !== said) part("count").textContent = said;
}

function search() {
  const asked = wanted();
  const active = FIELDS.some((name) => asked[name]);
  found = active ? matches(asked) : [];
  drawn = 0;
  part("lines").replaceChildren();
  drawMore();
  part("found").hidden = !active;
  part("recent").hidden = active;
  part("clear").hidden = !active;
  say(active ? count() : "");
}

function keep() {
  const asked = wanted();
  const state = new URLSearchParams(FIELDS.filter((name) => asked[name]).map((name) => [name, asked[name]]));
  const hash = `${state}` && `#${state}`;
  history.replaceState(null, "", hash || location.pathname + location.search);
  languageLink.setAttribute("href", otherLanguage + hash);
}

function recall() {
  const state = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
  for (const name of FIELDS) {
    const said = state.get(name) ?? "";
    const control = field(name);
    // A filter that is kept in the address counts before the index has named its values.
    if (control.tagName === "SELECT" && said && ![...control.options].some((one) => one.value === said)) {
      control.add(new Option(visible(said), said));
    }
    control.value = said;
  }
  languageLink.setAttribute("href", otherLanguage + (`${state}` && `#${state}`));
  if (FIELDS.some((name) => name !== "q" && state.get(name))) part("filters").open = true;
  search();
}

function offer() {
  const years = field("year");
  const seen = new Set([...years.options].map((one) => one.value));
  const all = [...new Set(rows.map((one) => one.year))].filter((one) => !seen.has(one));
  for (const year of all.sort().reverse()) years.add(new Option(year, year));
  const technologies = field("technology");
  const used = new Set(rows.map((one) => one.row.technology));
  for (const one of [...technologies.options]) {
    if (one.value && one.value !== technologies.value && !used.delete(one.value)) one.remove();
  }
  used.delete("");
  used.delete(technologies.value);
  for (const one of [...used].sort()) technologies.add(new Option(visible(one), one));
  const names = new Set(rows.map(({ row }) => (words.language === "en" && row.company_en) || row.company));
  part("companies").replaceChildren(...[...names].sort().slice(0, 500).map((name) => new Option("", visible(name))));
}

async function read(address, options) {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

async function load() {
  const index = await read(words.index, { cache: "no-cache" });
  const waiting = index.shards.map((shard, place) => ({ shard, place })).reverse();
  let done = 0;
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      // A shard that changed has another address, so none is ever stale.
      const { certificates } = await read(`${words.root}${next.shard.file}?${next.shard.sha256.slice(0, 16)}`);
      shards[next.place] = certificates.map(prepared).reverse();
      done += 1;
      share = Math.floor((99 * done) / index.shards.length);
      say(part("found").hidden ? "" : count());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  rows = shards.reverse().flat();
  share = 100;
  offer();
}

// On a phone the filters are folded away, so that what is found stands close to what is typed.
part("filters").open = matchMedia("(min-width: 44rem)").matches;
form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    keep();
    search();
  }, PAUSE);
});
form.addEventListener("reset", () => setTimeout(() => {
  keep();
  search();
  field("q").focus();
}));
part("more").addEventListener("click", () => {
  const first = drawn;
  drawMore();
  part("lines").children[first]?.querySelector("a").focus();
});
addEventListener("hashchange", recall);
recall();
load()
  .catch(() => (failed = true))
  .finally(search);
