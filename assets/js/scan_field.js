// A field that always listens: for a scanner that types and presses enter, for a keyboard, and for a phone's camera.
// What the server made of a scan is heard and seen at once; a label that is ready is printed without leaving the page.
// Where nobody prints by itself, the label is shown as a picture.
import { createElement, useEffect, useRef, useState } from "react";

const LAYERS = "[role=dialog]:not([popover]), [role=menu], dialog[open], :popover-open";
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable=true]";
const FORMATS = ["ean_13", "ean_8", "upc_a", "upc_e", "code_128", "code_39", "itf", "qr_code"];
const AGAIN_MS = 1500;
const LOOK_MS = 120;
const PRINT = "pp-print-labels";
const LOOKED_MS = 500;

let audio = null;
const tone = (frequency, from, seconds, loudness, shape) => {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.type = shape;
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(loudness, audio.currentTime + from);
  gain.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + from + seconds);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(audio.currentTime + from);
  oscillator.stop(audio.currentTime + from + seconds);
};
const SOUNDS = {
  good: () => tone(880, 0, 0.09, 0.08, "sine"),
  done: () => [660, 880, 1320].forEach((frequency, place) => tone(frequency, place * 0.09, 0.12, 0.1, "sine")),
  bad: () => [0, 0.22].forEach((from) => tone(190, from, 0.2, 0.5, "square")),
};
const sound = (kind) => {
  try {
    audio ??= new AudioContext();
    audio.resume();
    SOUNDS[kind]?.();
  } catch {
    // a browser without sound still shows the colour
  }
};

const remembered = () => {
  try {
    return localStorage.getItem(PRINT) !== "off";
  } catch {
    return true;
  }
};

// The browser's own reader where it has one; the other is fetched only when somebody opens the camera without it.
const reader = async (video, found) => {
  const known = (await window.BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  const formats = FORMATS.filter((one) => known.includes(one));
  if (formats.length > 0) {
    const detector = new window.BarcodeDetector({ formats });
    const timer = setInterval(async () => {
      if (video.readyState < 2) return;
      const codes = await detector.detect(video).catch(() => []);
      if (codes.length > 0) found(codes[0].rawValue);
    }, LOOK_MS);
    return () => clearInterval(timer);
  }
  const { BrowserMultiFormatReader } = await import("@zxing/browser");
  const controls = await new BrowserMultiFormatReader().decodeFromVideoElement(video, (result) => {
    if (result) found(result.getText());
  });
  return () => controls.stop();
};

export function PpScanField(props) {
  const { onScan, onUndo, onAside, onNext, onHelp, answer, label, picture, words, busy } = props;
  const field = useRef(null);
  const video = useRef(null);
  const frame = useRef(null);
  const seen = useRef(answer?.k);
  const [camera, setCamera] = useState(false);
  const [fault, setFault] = useState("");
  const [prints, setPrints] = useState(true);
  const [printed, setPrinted] = useState("");
  const [looked, setLooked] = useState("");
  const [flash, setFlash] = useState("");
  const latest = useRef(null);
  latest.current = props;

  const send = (code) => {
    if (code.trim()) latest.current.onScan?.(code.trim());
  };
  const print = () => {
    if (!frame.current) return setPrinted(latest.current.label);
    try {
      frame.current.contentWindow?.print();
    } catch {
      // a reader of PDFs outside the page prints by its own button
    }
  };
  const keepsPrinting = (on) => {
    setPrints(on);
    try {
      localStorage.setItem(PRINT, on ? "on" : "off");
    } catch {
      // lasts as long as the tab
    }
  };

  useEffect(() => setPrints(remembered()), []);

  // Who scans on has no eyes for the label of the box before: its picture is drawn for whoever stops.
  useEffect(() => {
    const timer = setTimeout(() => setLooked(label), LOOKED_MS);
    return () => clearTimeout(timer);
  }, [label]);

  useEffect(() => {
    if (!answer?.k || seen.current === answer.k) return;
    seen.current = answer.k;
    sound(answer.tone);
    setFlash("");
    const timer = setTimeout(() => setFlash(answer.tone), 10);
    field.current?.focus({ preventScroll: true });
    return () => clearTimeout(timer);
  }, [answer?.k]);

  useEffect(() => {
    const back = () => {
      const here = document.activeElement;
      if ((!here || here === document.body) && !document.querySelector(LAYERS)) field.current?.focus({ preventScroll: true });
    };
    const later = () => setTimeout(back, 60);
    const pressed = (event) => {
      if (document.querySelector(LAYERS)) return;
      const box = field.current;
      const elsewhere = event.target !== box && event.target.closest?.(TYPING);
      if (elsewhere || !box) return;
      const is = (key) => event.key === key && !event.ctrlKey && !event.metaKey && !event.altKey;
      const takes = (handler) => {
        event.preventDefault();
        handler?.();
      };
      if (is("F2") || (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey))) return takes(latest.current.onUndo);
      if (is("F4")) return takes(latest.current.onNext);
      if (is("F8")) return takes(() => setCamera((on) => !on));
      if (is("F9")) return takes(print);
      if (is("?") && !box.value) return takes(latest.current.onHelp);
      if (is("Escape")) return takes(() => (box.value ? (box.value = "") : latest.current.onAside?.()));
      const types = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (event.target !== box && types && !event.target.closest?.("button, a")) box.focus({ preventScroll: true });
    };
    document.addEventListener("keydown", pressed);
    document.addEventListener("focusout", later);
    later();
    return () => {
      document.removeEventListener("keydown", pressed);
      document.removeEventListener("focusout", later);
    };
  }, []);

  useEffect(() => {
    if (!camera) return undefined;
    let stop = () => {};
    let ended = false;
    let stream = null;
    let last = { code: "", at: 0 };
    const found = (code) => {
      // An article held still is one article: the same code counts again once it was out of sight for a while.
      const now = Date.now();
      const isSame = code === last.code && now - last.at < AGAIN_MS;
      last = { code, at: now };
      if (isSame) return;
      navigator.vibrate?.(40);
      send(code);
    };
    const begin = async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
        if (ended) return;
        video.current.srcObject = stream;
        await video.current.play();
        const end = await reader(video.current, found);
        if (ended) end();
        else stop = end;
        setFault("");
      } catch {
        setFault(words.no_camera);
        setCamera(false);
      }
    };
    begin().finally(() => ended && stream?.getTracks().forEach((track) => track.stop()));
    return () => {
      ended = true;
      stop();
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, [camera]);

  const entered = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    send(event.target.value);
    event.target.value = "";
  };
  const coarse = typeof window !== "undefined" && window.matchMedia?.("(pointer: coarse)").matches;
  const input = createElement("input", {
    ref: field,
    className: "pp-input pp-scan-input",
    placeholder: words.placeholder,
    "aria-label": words.placeholder,
    "aria-busy": busy ? "true" : undefined,
    autoComplete: "off",
    autoCapitalize: "off",
    spellCheck: false,
    enterKeyHint: "done",
    inputMode: coarse ? "none" : undefined,
    onClick: (event) => (event.target.inputMode = "text"),
    onKeyDown: entered,
  });
  const button = (text, pressed, onClick, key) =>
    createElement(
      "button",
      { key, type: "button", className: "pp-button pp-button-secondary", "aria-pressed": pressed, onClick, onMouseDown: (e) => e.preventDefault() },
      text,
    );
  // A reader of PDFs takes longer to open than a box to pack: it comes only to print.
  const paper = () =>
    prints || printed === label || !picture
      ? createElement("iframe", {
          ref: frame, key: label, src: `${label}#toolbar=0&navpanes=0&view=Fit`, title: words.label, className: "pp-scan-label", tabIndex: -1,
          onLoad: () => (prints || printed === label) && print(),
        })
      : looked === label
        ? createElement("img", { key: label, src: picture, alt: words.label, className: "pp-scan-label pp-scan-picture" })
        : null;
  return createElement(
    "div",
    { className: `pp-scan${flash ? ` pp-scan-${flash}` : ""}`, onAnimationEnd: () => setFlash("") },
    createElement(
      "div",
      { className: "pp-scan-line" },
      input,
      button(camera ? words.camera_off : words.camera, camera, () => setCamera(!camera), "camera"),
      words.print ? button(words.print, prints, () => keepsPrinting(!prints), "print") : null,
    ),
    fault ? createElement("p", { role: "alert", className: "pp-error" }, fault) : null,
    camera ? createElement("video", { ref: video, className: "pp-scan-video", muted: true, playsInline: true }) : null,
    label ? paper() : null,
  );
}
