// A list one can drive without the mouse: j/k move, enter opens, x selects, shift-click takes a range, esc lets go.
// a selects the page, and once more all that match; b goes to the actions on them, left and right move among those;
// g opens what the last action made.
// New rows that wait are asked for at once, or as soon as nobody's pointer or focus is in the list: no row moves under
// them.
// A table wider than its place is marked, so that it scrolls in itself instead of being cut.
import { createElement, useEffect, useRef } from "react";
import { useNavigate } from "react-router";

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable=true]";
const LAYERS = "[role=dialog]:not([popover]), [role=menu], dialog[open], :popover-open";
const OWN_CLICK = "a, button, input, label, select, textarea, [role=menuitem]";
const AGAIN_MS = 2000;

const actions = () => Array.from(document.querySelectorAll("[data-bulk] button:not(:disabled), [data-bulk] a"));

const alongActions = (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const all = actions();
  const here = all.indexOf(document.activeElement);
  if (!step || here < 0) return false;
  all[(here + step + all.length) % all.length].focus();
  event.preventDefault();
  return true;
};

export function PpListKeys({ onSelect, onClear, onFresh, waiting, children, className }) {
  const root = useRef(null);
  const last = useRef(null);
  const navigate = useNavigate();
  const rows = () => Array.from(root.current?.querySelectorAll("[data-row-id]") ?? []);

  const select = (ids, checked) => onSelect && ids.length > 0 && onSelect(ids, checked);

  const range = (id, checked) => {
    const ids = rows().map((row) => row.dataset.rowId);
    const from = ids.indexOf(last.current);
    const to = ids.indexOf(id);
    last.current = id;
    select(from < 0 ? [id] : ids.slice(Math.min(from, to), Math.max(from, to) + 1), checked);
  };

  const changed = (event) => {
    const box = event.target;
    const id = box.dataset?.select;
    if (!id) return;
    if (id === "*") return select(rows().map((row) => row.dataset.rowId), box.checked);
    if (event.nativeEvent.shiftKey) return range(id, box.checked);
    last.current = id;
    return select([id], box.checked);
  };

  const selectAll = () => {
    const every = document.querySelector("[data-bulk] [data-every]");
    const ids = rows().map((row) => row.dataset.rowId);
    const isWhole = root.current.querySelectorAll("input[data-select]:checked").length >= ids.length;
    if (every && isWhole) every.click();
    else select(ids, true);
  };

  const open = (row, elsewhere) => {
    const href = row?.dataset.href;
    if (!href) return;
    if (elsewhere) window.open(href, "_blank", "noopener");
    else navigate(href);
  };

  const clicked = (event) => {
    if (event.target.closest(OWN_CLICK)) return;
    const row = event.target.closest("[data-row-id]");
    if (event.shiftKey && row && onSelect) range(row.dataset.rowId, true);
    else if (!window.getSelection()?.toString()) open(row, event.metaKey || event.ctrlKey);
  };
  const pressedDown = (event) => {
    if (event.shiftKey && onSelect && event.target.closest("[data-row-id]")) event.preventDefault();
  };

  // Of two answers that come together only the last is drawn, so the number of waiting rows may look as it was: what
  // still waits after a while is asked for again.
  useEffect(() => {
    if (!waiting || !onFresh) return undefined;
    const ask = () => {
      const box = root.current;
      const chosen = box.querySelector("input[data-select]:checked");
      if (!chosen && !box.matches(":hover") && !box.contains(document.activeElement)) onFresh();
    };
    ask();
    const timer = setInterval(ask, AGAIN_MS);
    return () => clearInterval(timer);
  }, [waiting]);

  useEffect(() => {
    const box = root.current;
    const measure = () => box.toggleAttribute("data-wide", box.firstElementChild.offsetWidth > box.clientWidth);
    const watcher = new ResizeObserver(measure);
    watcher.observe(box);
    watcher.observe(box.firstElementChild);
    return () => watcher.disconnect();
  }, []);

  useEffect(() => {
    const pressed = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !root.current) return;
      if (event.target.closest?.(TYPING) || document.querySelector(LAYERS)) return;
      if (alongActions(event)) return;
      const all = rows();
      const here = all.findIndex((row) => row.contains(document.activeElement));
      const go = (next) => {
        all[next]?.focus({ preventScroll: true });
        all[next]?.scrollIntoView({ block: "nearest" });
        event.preventDefault();
      };
      // In a list that is worked off row by row, arrows move too, enter presses the row's own button and s skips it.
      const works = root.current.querySelector("[data-enter]");
      const onRow = here >= 0 && document.activeElement === all[here];
      const down = event.key === "j" || (works && (event.key === "ArrowDown" || event.key === "s"));
      if (down) {
        go(Math.min(here + 1, all.length - 1));
      } else if (event.key === "k" || (works && event.key === "ArrowUp")) {
        go(Math.max(here - 1, 0));
      } else if (works && event.key === "Enter" && onRow) {
        const accept = all[here].querySelector("[data-enter]");
        if (accept) {
          go(here + 1 < all.length ? here + 1 : here - 1);
          accept.click();
        }
      } else if (event.key === "Enter" && here >= 0 && document.activeElement === all[here]) {
        open(all[here], false);
      } else if (event.key === "x" && here >= 0) {
        const box = all[here].querySelector("input[data-select]");
        if (box) {
          last.current = box.dataset.select;
          select([box.dataset.select], !box.checked);
        }
      } else if (event.key === "a" && onSelect) {
        selectAll();
      } else if (event.key === "b") {
        actions().find((one) => !one.matches("[data-every]"))?.focus();
      } else if (event.key === "g") {
        document.querySelector("a[data-made]")?.click();
      } else if (event.key === "Escape") {
        last.current = null;
        if (onClear && root.current.querySelector("input[data-select]:checked")) onClear();
      }
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  });

  const handlers = { onChange: changed, onClick: clicked, onMouseDown: pressedDown };
  return createElement("div", { ref: root, className, ...handlers }, children);
}
