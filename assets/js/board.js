// A board: cards marked data-card are dragged between columns marked data-column; with the keyboard Alt and the arrows
// move the card that has the focus.
import { createElement, useEffect, useRef, useState } from "react";

const PATIENCE = 15000;

const cardsOf = (column) => Array.from(column.querySelectorAll("[data-card]"));

export function PpBoard({ onMove, movable, children, className }) {
  const root = useRef(null);
  const [dragged, setDragged] = useState(null);
  const carried = useRef(null);

  // The card that the keyboard moved is drawn anew in its new column: it keeps the focus, to be moved further.
  useEffect(() => {
    const drawn = new MutationObserver(() => {
      if (!carried.current || document.activeElement !== document.body) return;
      const { key, at } = carried.current;
      const card = root.current?.querySelector(`[data-card="${CSS.escape(key)}"]`);
      if (!card) return;
      carried.current = null;
      if (Date.now() - at < PATIENCE) card.focus();
    });
    drawn.observe(root.current, { childList: true, subtree: true });
    return () => drawn.disconnect();
  }, []);

  const placeIn = (column, y) =>
    cardsOf(column).filter((card) => {
      const box = card.getBoundingClientRect();
      return card.dataset.card !== dragged && box.top + box.height / 2 < y;
    }).length;

  const over = (event) => {
    const column = event.target.closest("[data-column]");
    if (!dragged || !column) return;
    event.preventDefault();
    root.current.querySelectorAll("[data-over]").forEach((one) => one !== column && delete one.dataset.over);
    column.dataset.over = "1";
  };

  const ended = () => {
    root.current.querySelectorAll("[data-over]").forEach((one) => delete one.dataset.over);
    setDragged(null);
  };

  const dropped = (event) => {
    const column = event.target.closest("[data-column]");
    if (dragged && column) {
      event.preventDefault();
      onMove?.(dragged, column.dataset.column, placeIn(column, event.clientY));
    }
    ended();
  };

  const pressed = (event) => {
    const card = event.target.closest?.("[data-card]");
    if (!movable || !card || !event.altKey) return;
    const columns = Array.from(root.current.querySelectorAll("[data-column]"));
    const column = card.closest("[data-column]");
    const at = cardsOf(column).indexOf(card);
    const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const along = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const target = aside ? columns[columns.indexOf(column) + aside] : along ? column : null;
    if (!target) return;
    event.preventDefault();
    carried.current = { key: card.dataset.card, at: Date.now() };
    onMove?.(card.dataset.card, target.dataset.column, along ? Math.max(0, at + along) : 0);
  };

  return createElement(
    "div",
    {
      ref: root,
      className,
      onDragStart: (event) => movable && setDragged(event.target.closest("[data-card]")?.dataset.card ?? null),
      onDragOver: over,
      onDrop: dropped,
      onDragEnd: ended,
      onKeyDown: pressed,
    },
    children,
  );
}
