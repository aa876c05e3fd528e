// The visitor's latest queries: in this browser only, only if asked to, and cleared at a click.

const KEY = "tdi-graph.queries";
const MOST = 20;
const SHOWN = 80;

function held() {
  try {
    const queries = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(queries) ? queries.filter((each) => typeof each === "string") : null;
  } catch {
    return null;
  }
}

function hold(queries) {
  try {
    if (queries) localStorage.setItem(KEY, JSON.stringify(queries.slice(0, MOST)));
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing has no history.
  }
}

/** Keep a query, if the visitor asked for it. */
export function remember(query) {
  const queries = held();
  if (queries) hold([query, ...queries.filter((each) => each !== query)]);
}

/** Show the history below the form; `open` takes the query that is chosen. */
export function keepHistory(area, open) {
  const { history, forget, keep } = area.dataset;
  const place = document.createElement("div");
  place.className = "history";
  area.form.after(place);

  function button(text, act, className) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = className;
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function show() {
    const queries = held();
    if (!queries) {
      const begin = button(keep, () => {
        hold([area.value]);
        show();
      }, "plain");
      place.replaceChildren(begin);
      return;
    }
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = history;
    const list = document.createElement("ol");
    list.append(...queries.map((query) => {
      const item = document.createElement("li");
      const short = query.replace(/\s+/g, " ").trim();
      const text = short.length > SHOWN ? `${short.slice(0, SHOWN)}…` : short;
      item.append(button(text, () => open(query), "plain code"));
      return item;
    }));
    const end = button(forget, () => {
      hold(null);
      show();
    }, "plain");
    details.append(summary, list, end);
    place.replaceChildren(details);
  }

  show();
}
