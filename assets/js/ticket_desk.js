// A ticket's page: a clock that ticks to its deadline, a composer with canned answers behind "/", and its keys.
import { createElement, useEffect, useRef, useState } from "react";

const TYPING = "input, textarea, select, [contenteditable=true]";
const LAYERS = "[role=dialog]:not([popover]), [role=menu], dialog[open], :popover-open";
const SOON = 3600;

const said = (seconds, words) => {
  const [d, h, m, s] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  if (d) return `${d} ${words.d} ${h} ${words.h}`;
  if (h) return `${h} ${words.h} ${m} ${words.m}`;
  return `${m} ${words.m} ${String(s).padStart(2, "0")} ${words.s}`;
};

export function PpDeadline({ due, words, title }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = Math.round((Number(due) - now) / 1000);
  const tone = left < 0 ? "bad" : left < SOON ? "wait" : "neutral";
  const text = `${said(Math.abs(left), words)} ${left < 0 ? words.over : words.left}`;
  return createElement(
    "span",
    { className: "pp-badge", "data-tone": tone, title, "data-clock": "runs", role: "timer", "aria-live": "off" },
    createElement("span", { className: "pp-dot", "aria-hidden": "true" }),
    createElement("span", { className: "pp-num" }, text),
  );
}

const fold = (text) =>
  text.replace(/[İIı]/g, "i").toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");

export function PpComposer({ name, label, placeholder, canned, none, open, invalid }) {
  const field = useRef(null);
  const [query, setQuery] = useState(null);
  const [at, setAt] = useState(0);
  const rows = canned || [];
  const hits = query === null ? [] : rows.filter((one) => fold(one.name).includes(fold(query))).slice(0, 8);

  const look = () => {
    const box = field.current;
    const found = box.value.slice(0, box.selectionStart).match(/(?:^|\s)\/([^\s/]*)$/);
    setQuery(found && rows.length ? found[1] : null);
    setAt(0);
  };
  // The slash by a press: for who does not know it, and for phones, where it is far away.
  const slash = () => {
    const box = field.current;
    box.focus();
    if (query !== null) return;
    const before = box.value.slice(0, box.selectionStart);
    box.setRangeText(before && !/\s$/.test(before) ? " /" : "/", box.selectionStart, box.selectionEnd, "end");
    look();
  };
  const choose = (one) => {
    const box = field.current;
    const before = box.value.slice(0, box.selectionStart).replace(/\/[^\s/]*$/, "");
    const after = box.value.slice(box.selectionStart);
    box.value = before + one.text + after;
    box.focus();
    box.setSelectionRange(before.length + one.text.length, before.length + one.text.length);
    setQuery(null);
  };
  const pressed = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      field.current.form?.requestSubmit();
      return;
    }
    if (query === null) {
      if (event.key === "Escape") field.current.blur();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + Math.max(hits.length, 1)) % Math.max(hits.length, 1));
    else if ((event.key === "Enter" || event.key === "Tab") && hits[at]) choose(hits[at]);
    else if (event.key === "Escape") setQuery(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const list =
    query === null
      ? null
      : createElement(
          "ul",
          { className: "pp-canned", role: "listbox", id: "canned", "aria-label": label },
          hits.length
            ? hits.map((one, place) =>
                createElement(
                  "li",
                  {
                    key: one.id,
                    id: `canned-${place}`,
                    role: "option",
                    "aria-selected": place === at,
                    onMouseDown: (event) => {
                      event.preventDefault();
                      choose(one);
                    },
                  },
                  createElement("strong", null, one.name),
                  createElement("span", { className: "pp-soft pp-small pp-cut" }, one.text),
                ),
              )
            : createElement("li", { className: "pp-soft pp-small" }, none),
        );
  return createElement(
    "div",
    { className: "pp-composer" },
    createElement("textarea", {
      ref: field,
      id: `f-${name}`,
      name,
      rows: 5,
      maxLength: 10000,
      placeholder,
      "aria-label": label,
      "aria-invalid": invalid ? "true" : undefined,
      "aria-describedby": invalid ? `f-${name}-error` : undefined,
      "aria-expanded": query !== null,
      "aria-controls": query !== null ? "canned" : undefined,
      "aria-activedescendant": query !== null && hits.length ? `canned-${at}` : undefined,
      className: "pp-input pp-textarea",
      onInput: look,
      onClick: look,
      onKeyDown: pressed,
      onBlur: () => setQuery(null),
    }),
    list,
    rows.length > 0 &&
      createElement(
        "button",
        {
          type: "button",
          className: "pp-button pp-button-secondary pp-button-small",
          "aria-haspopup": "listbox",
          onMouseDown: (event) => event.preventDefault(),
          onClick: slash,
        },
        open,
      ),
  );
}

export function PpTicketKeys({ children }) {
  const root = useRef(null);
  useEffect(() => {
    const pressed = (event) => {
      if (!root.current || document.querySelector(LAYERS)) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
      const target = root.current.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!target) return;
      event.preventDefault();
      target.click();
      if (event.key === "r" || event.key === "n") root.current.querySelector("#f-words")?.focus();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
  return createElement("div", { ref: root, className: "pp-stack" }, children);
}
