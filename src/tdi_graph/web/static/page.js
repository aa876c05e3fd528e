// What a page does better with scripts, and does without them: suggestions in fields, copying.

const PAUSE = 120;

let fields = 0;

/** The combobox pattern of the ARIA Authoring Practices, for a field that is a plain one without. */
function suggest(input) {
  const id = `suggestions-${++fields}`;
  const fills = "fills" in input.dataset;
  const list = element("ul", { id, role: "listbox", hidden: "" });
  const status = element("span", { role: "status", class: "unseen" });
  const label = input.labels?.[0]?.textContent?.trim();
  if (label) list.setAttribute("aria-label", label);
  list.classList.add("suggestions");
  input.parentElement.classList.add("combobox");
  input.parentElement.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": id,
  })) input.setAttribute(name, value);

  let timer;
  let asked;
  let active = -1;

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    list.replaceChildren();
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function activate(place) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = list.children[active];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function choose(option) {
    const { value, href } = option.dataset;
    close();
    if (fills) input.value = value;
    else location.assign(href);
  }

  function show({ items, said }) {
    list.replaceChildren(...items.map((item, place) => {
      const option = element("li", { id: `${id}-${place}`, role: "option", "aria-selected": "false" });
      const name = element("span", item.language ? { lang: item.language } : {});
      name.textContent = item.name;
      const kind = element("small");
      kind.textContent = item.matched ? `${item.kind} · ${item.matched}` : item.kind;
      option.append(name, " ", kind);
      Object.assign(option.dataset, { value: item.value, href: item.href });
      return option;
    }));
    active = -1;
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    input.removeAttribute("aria-activedescendant");
    status.textContent = said;
  }

  async function ask() {
    const text = input.value.trim();
    asked?.abort();
    if (!text) return close();
    asked = new AbortController();
    try {
      const address = `${input.dataset.suggestions}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(address, { signal: asked.signal });
      if (answer.ok && document.activeElement === input) show(await answer.json());
    } catch {
      // Without suggestions, the form still works.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" && last >= 0) {
      event.preventDefault();
      activate(active < last ? active + 1 : 0);
    } else if (event.key === "ArrowUp" && last >= 0) {
      event.preventDefault();
      activate(active > 0 ? active - 1 : last);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(list.children[active]);
    }
  });
  // The field keeps the focus while an option is pressed, so that the list stays open.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}

function copying(text) {
  if (!navigator.clipboard) return;
  const button = element("button", { type: "button", class: "copy" });
  button.textContent = text.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = text.dataset.copied;
    setTimeout(() => { button.textContent = text.dataset.copy; }, 2000);
  });
  text.before(button);
}

function element(name, attributes = {}) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

document.querySelectorAll("input[data-suggestions]").forEach(suggest);
document.querySelectorAll("pre[data-copy]").forEach(copying);
