// What is completed: variables of the query, keywords, prefixes, terms and things, by their compact
// name or by what they are called in the language of the page.

import { syntaxTree } from "@codemirror/language";

const KEYWORDS = `ASK BIND BOUND COALESCE CONSTRUCT CONTAINS COUNT DESCRIBE DISTINCT EXISTS FILTER
GRAPH GROUP_CONCAT HAVING IF ISIRI LANG LCASE LIMIT MAX MIN MINUS OFFSET OPTIONAL PREFIX REGEX
SAMPLE SELECT STR STRSTARTS SUM UNION VALUES WHERE YEAR`.split(/\s+/);
const PHRASES = ["GROUP BY", "NOT EXISTS", "ORDER BY"];
const MOST = 40;

/** Return a source of completions, whose document is fetched when it is first wanted. */
export function completions({ completion, kinds }) {
  const named = Object.fromEntries(kinds.split(";").filter(Boolean).map((pair) => pair.split("=")));
  let asked;

  async function offered() {
    const answer = await fetch(completion);
    const { prefixes, items } = await answer.json();
    const terms = items.map(([name, label, kind]) => ({
      label: name,
      detail: kind in named ? `${label} · ${named[kind]}` : label,
      type: kind,
      searched: `${plain(name)} ${plain(label)}`,
    }));
    const spaces = Object.entries(prefixes).map(([name, namespace]) => ({
      label: `${name}:`,
      detail: namespace,
      type: "namespace",
      searched: plain(name),
    }));
    const words = [...KEYWORDS, ...PHRASES].map((label) => ({
      label,
      type: "keyword",
      searched: plain(label),
    }));
    return [...words, ...spaces, ...terms];
  }

  return async (context) => {
    const word = context.matchBefore(/[?$]?[\p{L}\p{N}_:-]+/u);
    if (!word && !context.explicit) return null;
    const inside = syntaxTree(context.state).resolveInner(context.pos, -1).name;
    if (/Comment|String|Iri_?ref/i.test(inside)) return null;
    const typed = word?.text ?? "";
    const from = word?.from ?? context.pos;
    if (/^[?$]/.test(typed)) return { from, options: variables(context, typed) };
    asked ??= offered().catch(() => {
      asked = undefined;
      return [];
    });
    const wanted = plain(typed);
    const line = context.state.doc.lineAt(from);
    const kind = /(?:^|\s)(?:a|rdf:type)\s+$/.test(line.text.slice(0, from - line.from)) && "class";
    const options = (await asked)
      .map((each) => ({ ...each, rank: rank(each, wanted) * (each.type === kind ? 10 : 1) }))
      .filter((each) => each.rank > 0)
      .sort((one, other) => other.rank - one.rank)
      .slice(0, MOST);
    return options.length ? { from, options, filter: false } : null;
  };
}

function variables({ state, pos }, typed) {
  const text = state.doc.toString();
  const own = `${text.slice(0, pos - typed.length)} ${text.slice(pos)}`;
  const found = new Set(own.match(/[?$][\p{L}\p{N}_]+/gu) ?? []);
  return [...found].map((label) => ({ label, type: "variable" }));
}

/** Return how well what is offered suits what was typed: 0 if it does not. */
function rank({ label, searched }, wanted) {
  if (!wanted) return 1;
  const name = plain(label);
  if (name === wanted) return 5;
  if (name.startsWith(wanted)) return 4;
  if (name.split(":")[1]?.startsWith(wanted)) return 3;
  if (` ${searched}`.includes(` ${wanted}`)) return 2;
  return wanted.length > 2 && searched.includes(wanted) ? 1 : 0;
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’']/g, " ").toLowerCase();
}
