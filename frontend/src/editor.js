// The query page: turns its text area into an editor, when there is time or somebody goes there.

const area = document.getElementById("query");

let begun = false;

async function begin() {
  if (begun) return;
  begun = true;
  const { mount } = await import("./sparql.js");
  mount(area);
}

if (area) {
  area.addEventListener("focus", begin, { once: true });
  if (window.requestIdleCallback) window.requestIdleCallback(begin, { timeout: 2000 });
  else setTimeout(begin, 200);
}
