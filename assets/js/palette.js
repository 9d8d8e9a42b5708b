// The command palette: `/` or Ctrl-K, type, arrows, enter. Screens and actions are matched here, records by the server.
import { createElement as h, useEffect, useId, useRef, useState } from "react";
import { useNavigate } from "react-router";

const TYPING = "input, textarea, select, [contenteditable=true]";
const PAUSE_MS = 150;

const fold = (text) =>
  text
    .replace(/[İIı]/g, "i")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "");

const matching = (places, query) => {
  const wanted = fold(query).split(/\s+/).filter(Boolean);
  return places.filter((place) => wanted.every((word) => fold(`${place.title} ${place.detail ?? ""}`).includes(word)));
};

function Item({ item, id, active, onPick, onPoint }) {
  const row = useRef(null);
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return h(
    "button",
    {
      ref: row, id, type: "button", role: "option", tabIndex: -1, className: "pp-palette-item",
      "aria-selected": active, onClick: () => onPick(item), onMouseMove: onPoint,
    },
    h("span", null, item.title),
    item.detail ? h("small", { className: "pp-num" }, item.detail) : null,
  );
}

function Panel({ places: known, hits, words, onQuery, onAction, onClose }) {
  const places = known.filter((place) => place.shown);
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const field = useRef(null);
  const base = useId();
  const navigate = useNavigate();
  const items = query.trim() ? [...(hits ?? []), ...matching(places, query)] : places;
  const here = Math.min(at, Math.max(items.length - 1, 0));

  useEffect(() => {
    const before = document.activeElement;
    field.current?.focus();
    return () => before?.focus?.();
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => onQuery && onQuery(query), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query]);

  const pick = (item) => {
    onClose();
    if (item.href) navigate(item.href);
    else if (item.action) onAction(item.action);
  };
  const keys = (event) => {
    if (event.key === "ArrowDown") setAt(Math.min(here + 1, items.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(here - 1, 0));
    else if (event.key === "Enter" && items[here]) pick(items[here]);
    else if (event.key === "Escape") onClose();
    else if (event.key !== "Tab") return;
    event.preventDefault();
  };

  const lines = [];
  items.forEach((item, place) => {
    if (place === 0 || items[place - 1].group !== item.group) {
      lines.push(h("div", { key: `g-${place}`, className: "pp-palette-group" }, item.group));
    }
    lines.push(
      h(Item, {
        key: `${item.href ?? item.action}-${place}`, item, id: `${base}-${place}`, active: place === here, onPick: pick,
        onPoint: () => setAt(place),
      }),
    );
  });

  return h(
    "div",
    { className: "pp-palette-veil", onMouseDown: (event) => event.target === event.currentTarget && onClose() },
    h(
      "div",
      { className: "pp-palette", role: "dialog", "aria-modal": true, "aria-label": words.label },
      h(
        "div",
        { className: "pp-palette-head" },
        h("input", {
          ref: field, value: query, placeholder: words.placeholder, role: "combobox", "aria-expanded": true,
          "aria-controls": base, "aria-activedescendant": items.length ? `${base}-${here}` : undefined,
          "aria-label": words.placeholder, autoComplete: "off", spellCheck: false, onKeyDown: keys,
          onChange: (event) => {
            setQuery(event.target.value);
            setAt(0);
          },
        }),
        h("kbd", { className: "pp-kbd" }, "esc"),
      ),
      h(
        "div",
        { id: base, role: "listbox", className: "pp-palette-list", "aria-label": words.label },
        lines.length ? lines : h("p", { className: "pp-palette-none" }, words.none),
      ),
    ),
  );
}

export function PpPalette({ places, hits, words, onQuery, onAction }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const show = () => setOpen(true);
    const keys = (event) => {
      const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.closest?.(TYPING);
      const command = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
      if (!slash && !command) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener("pp:palette", show);
    document.addEventListener("keydown", keys);
    return () => {
      window.removeEventListener("pp:palette", show);
      document.removeEventListener("keydown", keys);
    };
  }, []);
  if (!open) return null;
  return h(Panel, { places, hits, words, onQuery, onAction, onClose: () => setOpen(false) });
}
