// A form that knows whether it was touched: save bar at the foot, and a question before work is lost.
import { createElement as h, useEffect, useId, useRef, useState, useSyncExternalStore } from "react";
import { useBlocker } from "react-router";

const NEWS_MS = 100;

function Leave({ words, onStay, onLeave }) {
  const box = useRef(null);
  const stay = useRef(null);
  useEffect(() => {
    box.current.showModal();
    stay.current.focus();
  }, []);
  return h(
    "dialog",
    { ref: box, className: "pp-dialog pp-dialog-native", onCancel: onStay, "aria-labelledby": "pp-leave" },
    h("h2", { id: "pp-leave", className: "pp-dialog-title" }, words.leave_title),
    h("p", { className: "pp-soft" }, words.leave_text),
    h(
      "div",
      { className: "pp-dialog-foot" },
      h("button", { type: "button", className: "pp-button pp-button-danger", onClick: onLeave }, words.leave),
      h("button", { ref: stay, type: "button", className: "pp-button pp-button-primary", onClick: onStay }, words.stay),
    ),
  );
}

// The router knows one blocker at a time: of all guards of a screen the first one asks, for all of them.
const guards = new Map();
const watchers = new Set();
const tell = () => watchers.forEach((watcher) => watcher());
const watch = (watcher) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};
const first = () => guards.keys().next().value ?? null;
const isHeld = () => Array.from(guards.values()).some(Boolean);

function Blocker({ words }) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isHeld() && currentLocation.pathname !== nextLocation.pathname,
  );
  const held = useSyncExternalStore(watch, isHeld, () => false);
  const [asks, setAsks] = useState(false);
  const blocked = blocker.state === "blocked";
  // A save that goes through says so with the way it leads to: what it says is drawn before anybody is asked.
  useEffect(() => {
    if (!blocked) return undefined;
    if (!held) {
      blocker.proceed();
      return undefined;
    }
    const news = setTimeout(() => setAsks(true), NEWS_MS);
    return () => {
      clearTimeout(news);
      setAsks(false);
    };
  }, [blocked, held]);
  if (!blocked || !asks) return null;
  return h(Leave, { words, onStay: () => blocker.reset(), onLeave: () => blocker.proceed() });
}

// Asks before another screen, a reload or a closed tab would lose what was typed.
export function PpLeaveGuard({ active, words }) {
  const id = useId();
  const asking = useSyncExternalStore(watch, first, () => null);
  useEffect(() => {
    guards.set(id, false);
    tell();
    return () => {
      guards.delete(id);
      tell();
    };
  }, [id]);
  useEffect(() => {
    guards.set(id, active);
    tell();
  }, [id, active]);
  useEffect(() => {
    if (!active) return undefined;
    const ask = (event) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [active]);
  return asking === id ? h(Blocker, { words }) : null;
}

export function PpEditForm({ onSave, version, busy, words, children, className }) {
  const form = useRef(null);
  const [changed, setChanged] = useState(false);

  useEffect(() => setChanged(false), [version]);
  useEffect(() => {
    if (!changed) return undefined;
    const keys = (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "s") {
        event.preventDefault();
        form.current?.requestSubmit();
      }
    };
    document.addEventListener("keydown", keys);
    return () => document.removeEventListener("keydown", keys);
  }, [changed]);

  const submit = (event) => {
    event.preventDefault();
    const values = {};
    new FormData(form.current).forEach((value, name) => {
      if (typeof value === "string") values[name] = value;
    });
    onSave(values);
  };
  const typed = () => setChanged(true);
  const discard = () => {
    form.current.reset();
    setChanged(false);
  };

  return h(
    "form",
    { ref: form, className, "data-changed": changed ? "1" : "0", onSubmit: submit, onInput: typed, noValidate: true },
    h("div", { key: `v${version}`, className: "pp-form-body" }, children),
    changed &&
      h(
        "div",
        { className: "pp-save-bar", role: "region", "aria-label": words.changed },
        h("span", { className: "pp-grow" }, words.changed),
        h("button", { type: "button", className: "pp-button pp-button-quiet", onClick: discard, disabled: busy }, words.discard),
        h("button", { type: "submit", className: "pp-button pp-button-primary", disabled: busy }, words.save),
      ),
    h(PpLeaveGuard, { active: changed, words }),
  );
}
