// The inbox by keyboard: j/k go through the questions, r begins the answer, Ctrl+Enter sends it, Escape leaves it.
import { createElement, useEffect, useRef } from "react";

const TYPING = "input, textarea, select, [contenteditable=true]";
const LAYERS = "[role=dialog]:not([popover]), [role=menu], dialog[open], :popover-open";

export function PpInboxKeys({ children, className }) {
  const root = useRef(null);

  useEffect(() => {
    const inDraft = (event, field) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        // What was typed last reaches the state when the field is left, and only then may it be sent.
        field.blur();
        setTimeout(() => field.form?.requestSubmit(), 60);
      } else if (event.key === "Escape") {
        field.blur();
        root.current.querySelector("[data-question][aria-current=true]")?.focus();
      }
    };
    const pressed = (event) => {
      if (!root.current || document.querySelector(LAYERS)) return;
      const field = root.current.querySelector("#f-answer");
      if (field && event.target === field) return inDraft(event, field);
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
      const all = Array.from(root.current.querySelectorAll("[data-question]"));
      const here = all.findIndex((row) => row.getAttribute("aria-current") === "true");
      const step = { j: 1, k: -1 }[event.key];
      if (step) {
        const next = all[Math.max(0, Math.min(all.length - 1, here + step))];
        next?.focus({ preventScroll: true });
        next?.scrollIntoView({ block: "nearest" });
        next?.click();
      } else if (event.key === "r" || (event.key === "Enter" && event.target.matches?.("[data-question]") && here >= 0)) {
        if (event.key === "Enter" && event.target.getAttribute("aria-current") !== "true") return;
        field?.focus();
      } else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);

  return createElement("div", { ref: root, className }, children);
}
