/* What every part of a timeline uses: colours and typefaces of the page, text that fits, hatching, small signs, words.
   The parts are classic scripts that share one name, `Timelines`: modules here never import one another. */
"use strict";

globalThis.Timelines = (() => {
  const DAY = 86400000;
  const CATEGORIES = { trafficking: "--cat-1", smuggling: "--cat-6", both: "--cat-3", other: "--cat-8" };
  const NO_AMOUNT = "amount not stated";

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "class") made.className = value;
      else if (value !== null && value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  const time = (day) => Date.parse(`${day}T00:00:00Z`);
  const plural = (number, one, many) => `${number} ${number === 1 ? one : many}`;
  const pixelRatio = () => Math.min(window.devicePixelRatio || 1, 2);

  function readPalette() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    const palette = { sans: read("--sans") || "sans-serif", serif: read("--serif") || "serif" };
    for (const name of ["paper", "wash", "ink", "quiet", "rule", "edge", "heavy", "accent"]) palette[name] = read(`--${name}`);
    for (const [code, name] of Object.entries(CATEGORIES)) palette[code] = read(name);
    return palette;
  }

  function wrap(context, text, width, most) {
    const lines = [""];
    for (const word of text.split(/\s+/)) {
      const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
      if (!lines.at(-1) || context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    if (lines.length > most) lines[most - 1] = lines.slice(most - 1).join(" ");
    return lines.slice(0, most).map((line) => shorten(context, line, width));
  }

  function shorten(context, text, width) {
    if (context.measureText(text).width <= width) return text;
    let low = 0;
    let high = text.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (context.measureText(`${text.slice(0, middle).trimEnd()}…`).width <= width) low = middle;
      else high = middle - 1;
    }
    return low ? `${text.slice(0, low).trimEnd()}…` : "";
  }

  function hatching(colour) {
    const ratio = pixelRatio();
    const size = 6 * ratio;
    const tile = element("canvas", { width: size, height: size });
    const context = tile.getContext("2d");
    context.strokeStyle = colour;
    context.lineWidth = 1.6 * ratio;
    context.beginPath();
    for (const shift of [-size, 0, size]) {
      context.moveTo(shift - ratio, size + ratio);
      context.lineTo(shift + size + ratio, -ratio);
    }
    context.stroke();
    const pattern = context.createPattern(tile, "repeat");
    pattern.setTransform(new DOMMatrix().scale(1 / ratio));
    return pattern;
  }

  const payers = (row) => (row.funders.length > 2 ? `${row.funders[0]} and ${row.funders.length - 1} others` : row.funders.join(", "));
  const moneyLine = (row) => [payers(row) || "funder not stated", row.amount_label].join(" · ");
  const startLine = (row) => `start ${row.start.words}`;
  const endLine = (row) => (row.running ? "reported running, end not stated" : `end ${row.end.words}`);

  function line(context, x1, y1, x2, y2, colour, width = 1, dash = []) {
    context.save();
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    context.restore();
  }

  /* "Not stated": three dots that fade; the same size in every chart, so that nobody takes them for a length. */
  function dots(context, x, y, direction, colour) {
    context.save();
    context.fillStyle = colour;
    [1, 0.75, 0.5].forEach((strength, index) => {
      context.globalAlpha = strength;
      context.beginPath();
      context.arc(x + direction * (7 + index * 7), y, 2.2 - index * 0.2, 0, Math.PI * 2);
      context.fill();
    });
    context.restore();
    return x + direction * 25;
  }

  /* "Still running": an open arrow from today on. */
  function arrow(context, x, y, thickness, colour) {
    context.save();
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.beginPath();
    context.moveTo(x + 3, y - thickness / 2 + 1);
    context.lineTo(x + 3 + thickness / 2, y);
    context.lineTo(x + 3, y + thickness / 2 - 1);
    context.stroke();
    context.restore();
    return x + thickness / 2 + 6;
  }

  const font = (palette, size, weight = 400, family = "sans") => `${weight} ${size}px ${palette[family]}`;

  return {
    DAY, CATEGORIES, NO_AMOUNT, element, time, plural, pixelRatio, readPalette, wrap, shorten, hatching, font,
    moneyLine, startLine, endLine, line, dots, arrow,
  };
})();
