// Shows each message once by its key; the level "leave" forgets the tab's state and loads another page.
import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { toast } from "sonner";

const STALE_MS = 30000;
const SHOWN_MS = 6000;
const UNDO = "undo:";
const SHOWN = "pp-shown-toasts"; // keys of this tab: a reload brings the state, and with it its message, once more
const KEPT = 30;

const isOurs = (path) => path.startsWith("/") && !path.startsWith("//");

// A link of ours is gone to; "undo:<what>" is told to the part of the page that can take it back.
const actionOf = ({ link, link_text: label }, navigate) => {
  if (link.startsWith(UNDO)) {
    const detail = link.slice(UNDO.length);
    return { label, onClick: () => window.dispatchEvent(new CustomEvent("pp:undo", { detail })) };
  }
  return isOurs(link) ? { label, onClick: () => navigate(link) } : undefined;
};

// Messages from a handler and from elsewhere overtake each other, so the last key alone does not tell what was shown.
const isNew = (key) => {
  const shown = JSON.parse(sessionStorage.getItem(SHOWN) ?? "[]");
  if (shown.includes(key)) return false;
  sessionStorage.setItem(SHOWN, JSON.stringify([...shown, key].slice(-KEPT)));
  return true;
};

export function PpToasts({ message }) {
  const closed = useRef(null); // the group somebody closed: news of it no longer open it again
  const navigate = useNavigate();

  useEffect(() => {
    if (!message?.k || !isNew(message.k)) return;
    // the key is nanoseconds since 1970; an old one is a message from before a reload
    if (Date.now() - Number(message.k.slice(0, 13)) > STALE_MS) return;
    if (message.level === "leave") {
      if (isOurs(message.text)) {
        sessionStorage.clear();
        window.location.replace(message.text);
      }
      return;
    }
    if (message.group && closed.current === message.group) return;
    const show = toast[message.level] ?? toast;
    const action = message.link_text ? actionOf(message, navigate) : undefined;
    const grouped = message.group
      ? { id: message.group, onDismiss: () => { closed.current = message.group; } }
      : {};
    show(message.text, { description: message.detail || undefined, action, duration: SHOWN_MS, ...grouped });
  }, [message?.k]);

  return null;
}
