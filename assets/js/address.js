// Keeps the address of a list in step with its filters, without loading anything.
import { useEffect } from "react";

export function PpAddress({ query }) {
  useEffect(() => {
    const wanted = window.location.pathname + (query ? `?${query}` : "");
    if (wanted !== window.location.pathname + window.location.search) {
      window.history.replaceState(window.history.state, "", wanted);
    }
  }, [query]);
  return null;
}
