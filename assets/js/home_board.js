// A home: parts marked data-widget, each moved by dragging its head (data-grip) or, with the focus on the grip, by the
// arrow keys. The server keeps the order; the focus stays with the part that moves.
import { createElement, useEffect, useRef, useState } from "react";

const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

export function PpHomeBoard({ onMove, onShift, onUndo, children, className }) {
  const root = useRef(null);
  const held = useRef("");
  const [dragged, setDragged] = useState("");

  const parts = () => Array.from(root.current.querySelectorAll("[data-widget]"));
  const partOf = (target) => target.closest?.("[data-widget]");

  useEffect(() => {
    const undo = (event) => onUndo?.(event.detail);
    window.addEventListener("pp:undo", undo);
    return () => window.removeEventListener("pp:undo", undo);
  }, [onUndo]);

  // Moving a node takes its focus away; the one that was moved by keys gets it back.
  useEffect(() => {
    if (!held.current || document.activeElement !== document.body) return;
    parts().find((part) => part.dataset.widget === held.current)?.querySelector("button[data-grip]")?.focus();
  });

  const isBehind = (part, event) => {
    const box = part.getBoundingClientRect();
    const isWide = box.width > root.current.getBoundingClientRect().width / 2;
    return isWide ? event.clientY > box.top + box.height / 2 : event.clientX > box.left + box.width / 2;
  };

  const unmark = () => parts().forEach((part) => delete part.dataset.over);

  const started = (event) => {
    const part = event.target.closest?.("[data-grip]") && partOf(event.target);
    if (!part) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", part.dataset.widget);
    event.dataTransfer.setDragImage(part, 24, 20);
    setDragged(part.dataset.widget);
  };

  const over = (event) => {
    const part = partOf(event.target);
    if (!dragged || !part) return;
    event.preventDefault();
    unmark();
    if (part.dataset.widget !== dragged) part.dataset.over = isBehind(part, event) ? "after" : "before";
  };

  const ended = () => {
    unmark();
    setDragged("");
  };

  const dropped = (event) => {
    const part = partOf(event.target);
    if (dragged && part) {
      event.preventDefault();
      const others = parts().filter((one) => one.dataset.widget !== dragged);
      const at = others.indexOf(part);
      if (at >= 0) onMove?.(dragged, at + (isBehind(part, event) ? 1 : 0));
    }
    ended();
  };

  const pressed = (event) => {
    const step = STEPS[event.key];
    const grip = event.target.closest?.("button[data-grip]");
    if (!step || !grip) return;
    event.preventDefault();
    held.current = partOf(grip).dataset.widget;
    onShift?.(held.current, step);
  };

  const left = (event) => {
    if (event.relatedTarget) held.current = "";
  };

  return createElement(
    "div",
    {
      ref: root,
      className,
      onDragStart: started,
      onDragOver: over,
      onDrop: dropped,
      onDragEnd: ended,
      onKeyDown: pressed,
      onBlur: left,
    },
    children,
  );
}
