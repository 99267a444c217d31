// On a certificate's page: says as of when the register is, and what its age may have changed.
"use strict";

const data = document.getElementById("status-data").dataset;
const today = new Date().toISOString();

if (data.status === "valid" && today.slice(0, 10) > data.expires) {
  document.querySelector("section.status").hidden = true;
  document.getElementById("over").hidden = false;
}

async function tellAge() {
  const answer = await fetch(data.list, { cache: "no-cache" });
  if (!answer.ok) return;
  const list = await answer.json();
  const day = (moment) => moment.slice(0, 10);
  if (typeof list.validFrom === "string") {
    document.getElementById("published").textContent = data.published.replace("{day}", day(list.validFrom));
  }
  if (typeof list.validUntil === "string" && Date.parse(list.validUntil) < Date.now()) {
    const stale = document.getElementById("stale");
    stale.textContent = data.stale.replace("{day}", day(list.validUntil));
    stale.hidden = false;
  }
}

// Without an answer the page says what it says: the status of the day on which it was written.
tellAge().catch(() => {});
