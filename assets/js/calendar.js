// The calendar: FullCalendar with our words, keys and colours. What is shown comes from the server for the window that
// is looked at; what is dragged is told to it, and drawn as it answers.
// n new, left and right arrow turn the page, t goes to today, Ctrl-Z takes the last move back.
// On a phone it begins as a list, its week is three days wide, and a press on a day of the month opens that day.
// A view that somebody chooses is remembered by the browser.
import { createElement, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import FullCalendar from "@fullcalendar/react";
import dayGrid from "@fullcalendar/daygrid";
import timeGrid from "@fullcalendar/timegrid";
import list from "@fullcalendar/list";
import interaction from "@fullcalendar/interaction";
import turkish from "@fullcalendar/core/locales/tr";
import british from "@fullcalendar/core/locales/en-gb";

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable=true]";
const LAYERS = "[role=dialog]:not([popover]), [role=menu], dialog[open], :popover-open";
const VIEW = "pp-calendar-view";
const VIEWS = ["dayGridMonth", "timeGridWeek", "timeGridDay", "agenda"];
const PHONE_VIEWS = ["dayGridMonth", "timeGridThree", "timeGridDay", "agenda"];
const SHORT_DAY = { weekday: "short", day: "numeric" };
const ZONE = "Europe/Istanbul";

const isPhone = () => window.matchMedia("(max-width: 767px)").matches;

const remembered = () => {
  try {
    const kept = localStorage.getItem(VIEW);
    return VIEWS.includes(kept) ? kept : "dayGridMonth";
  } catch {
    return "dayGridMonth";
  }
};

const remember = (view) => {
  try {
    localStorage.setItem(VIEW, view);
  } catch {
    // a browser that keeps nothing begins with the month
  }
};

// The wall clock of the shop, whatever the clock of the machine says: the server's times have no zone.
const wallClock = () => new Date().toLocaleString("sv-SE", { timeZone: ZONE }).replace(" ", "T");

export function PpCalendar({ events, lang, words, editable, onRange, onMove, onOpen, onNew, onUndo, className }) {
  const calendar = useRef(null);
  const navigate = useNavigate();
  const [place, setPlace] = useState(null);
  const [hasHours, setHasHours] = useState(false);
  const calls = useRef({});
  calls.current = { onNew, onUndo, editable };

  useEffect(() => setPlace({ phone: isPhone(), view: isPhone() ? "agenda" : remembered() }), []);

  useEffect(() => {
    const pressed = (event) => {
      const shown = calendar.current?.getApi();
      if (!shown || event.altKey || event.target.closest?.(TYPING) || document.querySelector(LAYERS)) return;
      if (event.ctrlKey || event.metaKey) {
        if (event.key.toLowerCase() === "z" && calls.current.onUndo) {
          event.preventDefault();
          calls.current.onUndo();
        }
        return;
      }
      const act = {
        ArrowLeft: () => shown.prev(),
        ArrowRight: () => shown.next(),
        t: () => shown.today(),
        n: () => calls.current.editable && calls.current.onNew?.("", "", false),
      }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);

  if (!place) return createElement("div", { className, "aria-busy": true });

  const moved = ({ event }) => onMove?.(event.id, event.startStr, event.endStr || "", event.allDay);
  return createElement(
    "div",
    { className },
    createElement(FullCalendar, {
      ref: calendar,
      plugins: [dayGrid, timeGrid, list, interaction],
      locales: [turkish, british],
      locale: lang === "en" ? "en-gb" : "tr",
      timeZone: ZONE,
      now: wallClock,
      initialView: place.view,
      headerToolbar: place.phone
        ? { left: "title", center: PHONE_VIEWS.join(","), right: "prev,today,next" }
        : { left: "prev,next today", center: "title", right: VIEWS.join(",") },
      views: {
        agenda: {
          type: "list",
          duration: { days: 30 },
          buttonText: words.list,
          listDayFormat: { day: "numeric", month: "long", weekday: "long" },
          listDaySideFormat: false,
        },
        timeGridThree: { type: "timeGrid", duration: { days: 3 }, buttonText: words.three_days },
        timeGrid: { dayHeaderFormat: SHORT_DAY },
        timeGridDay: { dayHeaderFormat: { weekday: "long" } },
      },
      buttonText: { today: words.today, month: words.month, week: words.week, day: words.day, list: words.list },
      buttonHints: { prev: words.previous, next: words.next, today: words.today },
      noEventsContent: words.empty,
      allDayText: words.all_day,
      moreLinkText: (count) => (place.phone ? `+${count}` : `+${count} ${words.more}`),
      // The hours scroll in themselves: the day begins in the morning, its head and its toolbar stay in sight.
      height: hasHours ? "max(420px, calc(100dvh - 260px))" : "auto",
      scrollTime: "08:00:00",
      firstDay: 1,
      dayMaxEvents: 5,
      nowIndicator: true,
      slotEventOverlap: false,
      navLinks: true,
      slotDuration: "01:00:00",
      snapDuration: "00:15:00",
      slotLabelFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
      eventTimeFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
      displayEventEnd: false,
      eventDisplay: "block",
      editable,
      selectable: editable,
      events,
      eventClassNames: ({ event }) => [
        "pp-cal-event",
        `pp-cal-${event.extendedProps.layer}`,
        ...(event.extendedProps.done ? ["pp-cal-done"] : []),
        ...(event.extendedProps.bad ? ["pp-cal-bad"] : []),
      ],
      eventDidMount: ({ event, el }) => {
        el.title = [event.title, event.extendedProps.hint].filter(Boolean).join(" · ");
        el.setAttribute("data-key", event.id);
        const said = el.querySelector(".fc-list-event-title");
        if (said) said.dataset.about = [event.extendedProps.about, event.extendedProps.hint].filter(Boolean).join(" · ");
      },
      eventClick: ({ event, jsEvent }) => {
        jsEvent.preventDefault();
        if (event.extendedProps.link) navigate(event.extendedProps.link);
        else onOpen?.(event.id);
      },
      dateClick: ({ dateStr, view }) => {
        if (place.phone && view.type === "dayGridMonth") view.calendar.changeView("timeGridDay", dateStr);
      },
      eventDrop: moved,
      eventResize: moved,
      select: ({ startStr, endStr, allDay }) => {
        calendar.current?.getApi().unselect();
        onNew?.(startStr, endStr, allDay);
      },
      datesSet: ({ startStr, endStr, view }) => {
        if (!place.phone) remember(view.type);
        setHasHours(view.type.startsWith("timeGrid"));
        onRange?.(startStr, endStr);
      },
    }),
  );
}
