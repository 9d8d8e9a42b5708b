// What belongs to the document rather than to a part of it: its language, the folded sidebar, copying, menus that lead elsewhere.
import { useEffect, useLayoutEffect } from "react";
import { useNavigate } from "react-router";

const SIDE = "pp-side";
const COPIED_MS = 1200;
const onPaint = typeof window === "undefined" ? useEffect : useLayoutEffect;

const readSide = () => {
  try {
    return localStorage.getItem(SIDE) ?? "";
  } catch {
    return "";
  }
};

// A link that downloads: going to the address itself would make the page believe it is left, and drop its socket.
const fetchFile = (path) => {
  const link = document.createElement("a");
  link.href = path;
  link.download = "";
  link.click();
};

// The tab says which one of its kind is open; another screen's own title comes with it. On phones the row of its pages
// is wider than the screen: the one that is open is brought into sight.
export function PpTitle({ text }) {
  useEffect(() => {
    if (text) document.title = `${text} · PraPazar`;
    document.querySelector(".pp-tab[aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [text]);
  return null;
}

export function PpPage({ lang }) {
  const navigate = useNavigate();

  useEffect(() => {
    const go = (event) => (event.detail.startsWith("/api/") ? fetchFile(event.detail) : navigate(event.detail));
    window.addEventListener("pp:go", go);
    return () => window.removeEventListener("pp:go", go);
  }, [navigate]);

  onPaint(() => {
    document.documentElement.lang = lang;
  }, [lang]);

  // On a low screen the sidebar is longer than the window: where one is stands in sight, until a hand scrolls it.
  useEffect(() => {
    const side = document.querySelector(".pp-side-nav");
    if (!side) return undefined;
    const show = () => side.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest" });
    const drawn = new MutationObserver(show);
    const leave = () => drawn.disconnect();
    show();
    drawn.observe(side, { childList: true, subtree: true });
    side.addEventListener("wheel", leave, { once: true, passive: true });
    return leave;
  }, []);

  onPaint(() => {
    const root = document.documentElement;
    root.dataset.side = readSide();
    const fold = () => {
      root.dataset.side = root.dataset.side === "icons" ? "" : "icons";
      try {
        localStorage.setItem(SIDE, root.dataset.side);
      } catch {
        // private windows may refuse; the fold then lasts as long as the tab
      }
    };
    const copy = async (event) => {
      const from = document.activeElement?.closest("button");
      await navigator.clipboard?.writeText(event.detail);
      from?.classList.add("pp-copied");
      setTimeout(() => from?.classList.remove("pp-copied"), COPIED_MS);
    };
    // The last thing that had the focus outside a dialog gets it back when the dialog goes.
    let before = null;
    const focused = (event) => {
      if (!event.target.closest("[role=dialog]")) before = event.target;
    };
    const refocus = () => before?.focus();
    document.addEventListener("focusin", focused);
    window.addEventListener("pp:refocus", refocus);
    window.addEventListener("pp:sidebar", fold);
    window.addEventListener("pp:copy", copy);
    return () => {
      document.removeEventListener("focusin", focused);
      window.removeEventListener("pp:refocus", refocus);
      window.removeEventListener("pp:sidebar", fold);
      window.removeEventListener("pp:copy", copy);
    };
  }, []);
  return null;
}
