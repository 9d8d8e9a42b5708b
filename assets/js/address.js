// Keeps the address of a list in step with its filters, without loading anything.
import { useEffect, useRef } from "react";

export function PpAddress({ query }) {
  // What the state holds while the screen opens is from before the address was read; only a change counts.
  const opened = useRef(query);
  useEffect(() => {
    if (opened.current === query) return;
    opened.current = null;
    const wanted = window.location.pathname + (query ? `?${query}` : "");
    if (wanted !== window.location.pathname + window.location.search) {
      window.history.replaceState(window.history.state, "", wanted);
    }
  }, [query]);
  return null;
}
