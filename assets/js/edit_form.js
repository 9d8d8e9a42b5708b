// A form that knows whether it was touched: save bar at the foot, and a question before work is lost.
import { createElement as h, useEffect, useRef, useState } from "react";
import { useBlocker } from "react-router";

function Leave({ words, onStay, onLeave }) {
  const box = useRef(null);
  useEffect(() => {
    box.current.showModal();
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
      h("button", { type: "button", autoFocus: true, className: "pp-button pp-button-primary", onClick: onStay }, words.stay),
    ),
  );
}

// Asks before another screen, a reload or a closed tab would lose what was typed.
export function PpLeaveGuard({ active, words }) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => active && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!active) return undefined;
    const ask = (event) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [active]);
  if (blocker.state !== "blocked") return null;
  return h(Leave, { words, onStay: () => blocker.reset(), onLeave: () => blocker.proceed() });
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
  const discard = () => {
    form.current.reset();
    setChanged(false);
  };

  return h(
    "form",
    { ref: form, className, onSubmit: submit, onInput: () => setChanged(true), noValidate: true },
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
