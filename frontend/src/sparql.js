// The editor: CodeMirror 6 in a shadow root, where its styles are sheets made by script, which a
// policy of style-src 'self' allows. The text area stays, hidden, and is what the form sends.

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";

import { completions } from "./completions.js";
import { keepHistory, remember } from "./history.js";

const theme = EditorView.theme({
  "&": { background: "var(--card)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: ".35rem" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontSize: ".95rem", lineHeight: "1.5", minHeight: "12rem", maxHeight: "60vh", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".6rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { background: "var(--band)", color: "var(--soft)", border: "0" },
  ".cm-activeLine": { background: "color-mix(in srgb, var(--wash) 55%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "var(--mark)" },
  "&.cm-focused .cm-matchingBracket": { background: "var(--wash)", outline: "1px solid var(--accent)" },
  ".cm-fault": { textDecoration: "underline wavy var(--fault)", textDecorationSkipInk: "none" },
  ".cm-tooltip": { background: "var(--card)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: ".35rem" },
  ".cm-tooltip-autocomplete > ul > li": { padding: ".25rem .5rem", lineHeight: "1.4" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--accent)", color: "var(--paper)" },
  ".cm-completionDetail": { fontStyle: "normal", marginLeft: "1em", opacity: ".85" },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--variable)" },
  { tag: [tags.string, tags.number, tags.bool, tags.literal], color: "var(--literal)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.namespace, tags.propertyName, tags.url], color: "var(--ink)" },
]);

// Where typed text replaces a selection, Chromium would keep the looks of what it replaces in a style
// attribute, which the policy blocks and reports: so the replacement is made here.
const replacing = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const replaces = !view.state.selection.main.empty && !view.composing;
    if (event.inputType !== "insertText" || event.data === null || !replaces) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(event.data), {
      userEvent: "input.type",
      scrollIntoView: true,
    });
    return true;
  },
});

/** Put an editor in the place of a text area, with what it says and completes. */
export function mount(area) {
  const { form } = area;
  const host = document.createElement("div");
  host.className = "editor";
  const root = host.attachShadow({ mode: "open" });
  const focused = document.activeElement === area;
  area.before(host);

  const send = () => {
    form.requestSubmit();
    return true;
  };
  const label = area.labels[0];
  const hint = document.getElementById("query-help");
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        highlightActiveLine(),
        bracketMatching(),
        sparql(),
        syntaxHighlighting(colours),
        autocompletion({ override: [completions(area.dataset)] }),
        // Tab is left alone: it goes on to what follows (WCAG 2.2, 2.1.2).
        keymap.of([
          { key: "Mod-Enter", run: send },
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": label.textContent,
          "aria-description": area.dataset.keys,
          ...(area.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
        }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) area.value = state.doc.toString();
        }),
        replacing,
        theme,
        ...fault(area),
      ],
    }),
  });

  area.hidden = true;
  hint.textContent += ` ${area.dataset.keys}`;
  label.addEventListener("click", (event) => {
    event.preventDefault();
    view.focus();
  });
  form.addEventListener("submit", () => remember(area.value));
  keepHistory(area, (text) => {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    view.focus();
  });
  if (focused) view.focus();
}

/** Mark the place that the server found fault with. */
function fault(area) {
  const line = Number(area.dataset.faultLine);
  if (!line) return [];
  const lines = area.value.split("\n");
  const text = lines[Math.min(line, lines.length) - 1];
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  // The server counts characters; the editor counts UTF-16 units.
  const units = [...text].slice(0, Math.max(0, Number(area.dataset.faultColumn) - 1)).join("").length;
  const from = Math.min(before + units, Math.max(0, area.value.length - 1));
  const word = /^[\w:?$-]+/.exec(area.value.slice(from))?.[0].length ?? 1;
  const to = Math.min(from + word, area.value.length);
  if (from >= to) return [];
  const mark = Decoration.mark({ class: "cm-fault", attributes: { title: area.dataset.fault } });
  return [EditorView.decorations.of(Decoration.set([mark.range(from, to)]))];
}
