// A board: cards marked data-card are dragged between columns marked data-column; with the keyboard Alt and the arrows
// move the card that has the focus.
import { createElement, useRef, useState } from "react";

const cardsOf = (column) => Array.from(column.querySelectorAll("[data-card]"));

export function PpBoard({ onMove, movable, children, className }) {
  const root = useRef(null);
  const [dragged, setDragged] = useState(null);

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
