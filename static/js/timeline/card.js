/* The card at a bar: what the table's row says of a programme. */
"use strict";

(() => {
  const { element, time } = Timelines;

  function fact(label, value) {
    return value ? [element("dt", {}, label), element("dd", {}, value)] : [];
  }

  function facts(row) {
    const countries = row.countries.map((country) => country.name);
    return [
      ...fact("Funder", row.funders.join(", ") || "not stated"),
      ...fact("Amount", row.amount_label),
      ...fact("Through", row.agencies.slice(0, 4).join(", ")),
      ...fact("Where", countries.length > 5 ? `${countries.length} countries` : countries.join(", ")),
      ...fact("Start", row.start.words),
      ...fact("End", row.running ? "reported running, end not stated" : row.end.words),
      ...fact("Duration", row.duration_months ? `${row.duration_months} months stated` : ""),
    ];
  }

  class Card {
    constructor() {
      this.element = element("div", { class: "timeline-card", hidden: "" });
    }

    hide() {
      this.element.hidden = true;
    }

    /* Beside the pointer, so that one can go on down the rows; below or above the row for the keyboard, or without room */
    show(entry, layout, frame, above, pointer) {
      const { row } = entry;
      this.element.hidden = false;
      this.element.replaceChildren(
        element("p", { class: "timeline-card-kind" }, row.category.label),
        element("p", { class: "timeline-card-title" }, row.title),
        element("dl", {}, ...facts(row)),
      );
      const at = pointer === null ? layout.x(time(row.segments[0].first)) : pointer - frame.left;
      const { offsetWidth: wide, offsetHeight: high } = this.element;
      const beside = at + 28 + wide <= layout.width ? at + 28 : at - 28 - wide;
      const below = pointer === null || layout.narrow || beside < 0;
      let top = entry.top + above + (below ? entry.height : -12);
      const over = frame.top + top + high - window.innerHeight + 12;
      if (over > 0) top = below ? entry.top + above - high : top - over;
      this.element.style.left = `${below ? Math.max(0, Math.min(at, layout.width - wide)) : beside}px`;
      this.element.style.top = `${top}px`;
    }
  }

  Object.assign(Timelines, { Card });
})();
