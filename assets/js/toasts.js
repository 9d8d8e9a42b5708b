// Shows each message once by its key; the level "leave" forgets the tab's state and loads another page.
import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { toast } from "sonner";

const STALE_MS = 30000;
const SHOWN_MS = 6000;
const LAST = "pp-last-toast"; // of this tab: a reload brings the state, and with it the message, once more

const isOurs = (path) => path.startsWith("/") && !path.startsWith("//");

export function PpToasts({ message }) {
  const seen = useRef(null);
  const navigate = useNavigate();

  useEffect(() => {
    if (!message?.k || seen.current === message.k || sessionStorage.getItem(LAST) === message.k) return;
    seen.current = message.k;
    sessionStorage.setItem(LAST, message.k);
    // the key is nanoseconds since 1970; an old one is a message from before a reload
    if (Date.now() - Number(message.k.slice(0, 13)) > STALE_MS) return;
    if (message.level === "leave") {
      if (isOurs(message.text)) {
        sessionStorage.clear();
        window.location.replace(message.text);
      }
      return;
    }
    const show = toast[message.level] ?? toast;
    const action =
      message.link_text && isOurs(message.link)
        ? { label: message.link_text, onClick: () => navigate(message.link) }
        : undefined;
    show(message.text, { action, duration: SHOWN_MS });
  }, [message?.k]);

  return null;
}
