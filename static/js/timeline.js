/* Timelines: every <div data-chart="timeline" data-url> and <canvas data-timeline data-url> draws itself.

   Chart.js draws the bars: solid where the work certainly ran, hatched between the earliest and the latest bound, outlined
   where it lies ahead. A plugin draws what bars cannot say: labels, an arrow for "still running", dots for "not stated",
   year lines, laws and plans. Over each row lies a real link, so that keyboard, mouse and touch all reach the programme.
   Colours and typefaces come from the custom properties of the page and follow it from light to dark. */

const WIDE = 560; // narrower than this, labels stand above their bars
const FEW = 6; // so few rows get room for their dates in words
const DAY = 86400000;
const YEAR = 365.25 * DAY;
const CATEGORIES = { trafficking: "--cat-1", smuggling: "--cat-6", both: "--cat-3", other: "--cat-8" };
const NO_AMOUNT = "amount not stated";
const started = new WeakSet();
const living = new Set();

/* Small helpers */

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

/* One timeline */

class Timeline {
  constructor(host, canvas, data, summary) {
    Object.assign(this, { host, canvas, data });
    this.rows = data.rows.filter((row) => row.drawn);
    this.palette = readPalette();
    this.hatches = {};
    this.active = null;
    this.build(summary);
    this.lay();
    this.draw();
    this.observer = new ResizeObserver(() => {
      if (Math.round(this.host.clientWidth) !== this.width) requestAnimationFrame(() => this.relay());
    });
    this.observer.observe(this.host);
    living.add(this);
  }

  /* The parts around the canvas */

  build(summary) {
    const [first, last] = this.span();
    const years = `${new Date(first).getUTCFullYear()} to ${new Date(last).getUTCFullYear()}`;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", `${summary ? `${summary} ` : ""}Timeline of ${plural(this.rows.length, "row", "rows")}, ${years}. The same rows are links here and stand in the table.`);
    this.axis = element("canvas", { class: "timeline-axis", "aria-hidden": "true" });
    this.links = element("ul", { class: "timeline-links", "aria-label": "Programmes on this timeline" });
    this.marks = element("ul", { class: "timeline-links", "aria-label": "Laws, plans and systems on this timeline" });
    this.card = element("div", { class: "timeline-card", hidden: "" });
    this.frame = element("div", { class: "timeline-frame" }, this.axis, element("div", { class: "timeline-box" }, this.canvas), this.links, this.marks, this.card);
    this.legend = element("ul", { class: "timeline-legend", "aria-label": "Key" }, ...this.legendItems());
    this.host.replaceChildren(this.legend, this.frame);
    this.rows.forEach((row, index) => this.links.append(element("li", {}, this.rowLink(row, index))));
    this.skipLink();
    this.tools();
    this.frame.addEventListener("keydown", (event) => event.key === "Escape" && this.show(null));
    this.frame.addEventListener("mouseleave", () => this.show(null));
  }

  legendItems() {
    const kinds = new Set(this.rows.flatMap((row) => row.segments.map((part) => part.kind)));
    const has = (side) => this.rows.some((row) => row.after === side || row.before === side);
    const items = [
      [kinds.has("certain"), "is-certain", "certainly ran"],
      [kinds.has("uncertain"), "is-uncertain", "may have run: between earliest and latest date"],
      [kinds.has("planned"), "is-planned", "still ahead, as planned"],
      [has("running"), "is-running", "reported running"],
      [has("not_stated"), "is-open", "start or end not stated"],
      [this.data.milestones.length > 0, "is-milestone", "law, plan or system"],
    ];
    const used = new Map(this.rows.map((row) => [row.category.code, row.category.label]));
    const colours = Object.keys(CATEGORIES).filter((code) => used.has(code)).map((code) => [used.size > 1, `is-${code}`, used.get(code)]);
    return [...items, ...colours]
      .filter(([shown]) => shown)
      .map(([, kind, words]) => element("li", {}, element("span", { class: `timeline-swatch ${kind}`, "aria-hidden": "true" }), words));
  }

  rowLink(row, index) {
    const words = [row.title, moneyLine(row), startLine(row), endLine(row)].join("; ");
    const link = element("a", { href: row.url, "aria-label": words, "data-row": row.slug });
    link.addEventListener("mouseenter", (event) => this.show(index, event.clientX));
    link.addEventListener("focus", () => link.matches(":focus-visible") && this.show(index));
    link.addEventListener("blur", () => this.show(null));
    return link;
  }

  skipLink() {
    const table = this.host.closest("figure")?.querySelector(".figure-table");
    if (!table || this.rows.length <= FEW) return;
    table.id ||= `${this.host.id || "timeline"}-table`;
    const skip = element("a", { class: "timeline-skip", href: `#${table.id}` }, `Skip ${this.rows.length} links, to the table`);
    skip.addEventListener("click", () => (table.open = true));
    this.host.prepend(skip);
  }

  tools() {
    const foot = this.host.closest("figure")?.querySelector(".figure-foot");
    const button = element("button", { type: "button", class: "timeline-png" }, "PNG");
    button.setAttribute("aria-label", "Download the picture as PNG");
    button.addEventListener("click", () => this.download());
    foot?.querySelector(".timeline-png")?.parentElement.remove();
    if (foot) foot.append(element("p", {}, button));
    else this.host.append(element("p", { class: "timeline-tools" }, button));
  }

  /* Where everything stands, in CSS pixels; anew at every change of width */

  span() {
    const days = this.rows.flatMap((row) => row.segments.flatMap((part) => [time(part.first), time(part.last) + DAY]));
    const today = time(this.data.today);
    return [Math.min(...days, today), Math.max(...days, today)];
  }

  font(size, weight = 400, family = "sans") {
    return `${weight} ${size}px ${this.palette[family]}`;
  }

  lay() {
    this.width = Math.round(this.host.clientWidth);
    this.narrow = this.width < WIDE;
    this.roomy = !this.narrow && this.rows.length <= FEW;
    this.labelWidth = this.narrow ? 0 : Math.round(Math.min(this.roomy ? 380 : 330, this.width * (this.roomy ? 0.36 : 0.38)));
    this.thickness = this.roomy ? 26 : 15;
    this.context = element("canvas").getContext("2d");
    const [first, last] = this.span();
    const pad = Math.max((last - first) * 0.03, YEAR * 0.3);
    this.min = first - pad;
    this.max = last + pad;
    this.left = this.narrow ? 6 : this.labelWidth + 16;
    this.right = this.width - 10;
    this.band = this.layMilestones();
    this.layRows();
  }

  x(value) {
    return this.left + ((value - this.min) / (this.max - this.min)) * (this.right - this.left);
  }

  layRows() {
    this.entries = [];
    let top = this.band;
    const named = this.data.group || this.data.groups.length > 1;
    const labels = new Map(this.data.groups.map((group) => [group.key, group]));
    let heading = null;
    this.rows.forEach((row, index) => {
      if (named && row.group !== heading) {
        heading = row.group;
        const { label, count } = labels.get(heading) || { label: "", count: 0 };
        this.entries.push({ heading: label, count, top, height: 40 });
        top += 40;
      }
      const entry = { row, index, top, ...this.layRow(row) };
      this.entries.push(entry);
      top += entry.height;
    });
    this.height = top + 6;
  }

  /* A row has room for its dates in words if there are few rows, or if it is one of the featured two */
  layRow(row) {
    if (this.narrow) return this.layNarrow(row);
    return this.roomy || row.group === "featured" ? this.layRoomy(row) : this.layDense(row);
  }

  layRoomy(row) {
    const context = this.context;
    context.font = this.font(16, 600, "serif");
    const title = wrap(context, row.title, this.labelWidth, 4);
    context.font = this.font(14);
    const meta = wrap(context, [moneyLine(row), row.agencies[0]].filter(Boolean).join(" · "), this.labelWidth, 2);
    const height = Math.max(this.thickness + 76, title.length * 21 + meta.length * 19 + 28);
    return { style: "roomy", title, meta, height, middle: 14 + this.thickness / 2 };
  }

  layNarrow(row) {
    const context = this.context;
    const few = this.rows.length <= FEW || row.group === "featured";
    context.font = this.font(15, 600);
    const title = wrap(context, row.title, this.width - 8, few ? 4 : 2);
    context.font = this.font(14);
    const meta = wrap(context, moneyLine(row), this.width - 8, few ? 2 : 1);
    const words = few ? [startLine(row), endLine(row)].flatMap((words) => wrap(context, words, this.width - 8, 2)) : [];
    const above = 12 + title.length * 19 + meta.length * 18 + 4;
    const height = above + this.thickness + 12 + words.length * 18 + (words.length ? 8 : 0);
    return { style: "narrow", title, meta, words, height, middle: above + this.thickness / 2 };
  }

  layDense(row) {
    this.context.font = this.font(14.5);
    return { style: "dense", title: [shorten(this.context, row.title, this.labelWidth)], height: 28, middle: 14 };
  }

  /* Labels of laws and plans: the weightiest first, each where it crosses no other; the rest are ticks */
  layMilestones() {
    const weight = { law: 1, plan: 2, treaty: 3, system: 4 };
    const seen = this.data.milestones
      .map((item) => ({ item, at: (time(item.date.earliest) + time(item.date.latest || item.date.earliest)) / 2 }))
      .filter(({ at }) => at > this.min && at < this.max)
      .map((mark) => ({ ...mark, x: this.x(mark.at), weight: mark.item.aligned ? 0 : weight[mark.item.kind] + (mark.item.country ? 0 : 4) }));
    this.milestones = seen;
    if (!seen.length) return 8;
    const lanes = this.narrow ? 2 : 3;
    const most = this.narrow ? 3 : 8;
    this.context.font = this.font(13);
    const placed = [];
    for (const mark of [...seen].sort((a, b) => a.weight - b.weight || b.item.sources - a.item.sources || a.at - b.at)) {
      if (placed.length === most) break;
      const lines = wrap(this.context, mark.item.title, this.narrow ? 130 : 168, 2);
      const wide = Math.max(24, ...lines.map((line) => this.context.measureText(line).width));
      for (let lane = 0; lane < lanes && !mark.lines; lane += 1) {
        for (const from of [mark.x + 5, mark.x - 5 - wide]) {
          const box = { x: mark.x, lane, from, to: from + wide };
          if (from < this.left - 2 || box.to > this.width - 2 || placed.some((other) => collide(box, other))) continue;
          Object.assign(mark, { lines, ...box });
          placed.push(box);
          break;
        }
      }
    }
    const used = [...new Set(placed.map((box) => box.lane))].sort();
    for (const mark of seen) if (mark.lines) mark.lane = used.indexOf(mark.lane);
    return used.length * 36 + 22;
  }

  /* The chart */

  draw() {
    const rows = this.entries.filter((entry) => entry.row);
    const bars = (kind) => ({
      label: kind,
      data: rows.flatMap((entry) => entry.row.segments.filter((part) => part.kind === kind).map((part) => ({
        x: [time(part.first), time(part.last) + DAY], y: entry.top + entry.middle, code: entry.row.category.code,
      }))),
      backgroundColor: (context) => this.fill(kind, context.raw?.code),
      borderColor: (context) => this.palette[context.raw?.code] || this.palette.ink,
      borderWidth: kind === "certain" ? 0 : 1.25,
      borderSkipped: false,
      borderRadius: kind === "certain" ? 0 : 1,
      barThickness: this.thickness,
      minBarLength: 4,
      inflateAmount: 0,
      grouped: false,
    });
    const data = { datasets: ["uncertain", "planned", "certain"].map(bars) };
    if (this.chart) {
      this.chart.data = data;
      this.scale();
      this.chart.options.layout.padding = this.padding();
      this.chart.resize(this.width, this.height + this.foot());
      this.chart.update("none");
    } else {
      this.chart = new window.Chart(this.canvas, { type: "bar", data, options: this.options(), plugins: [this.plugin()] });
      this.chart.resize(this.width, this.height + this.foot());
    }
    this.placeLinks();
  }

  foot() {
    return 26;
  }

  padding() {
    return { left: this.left, right: this.width - this.right, top: 0, bottom: this.foot() };
  }

  options() {
    return {
      indexAxis: "y",
      responsive: false,
      maintainAspectRatio: false,
      animation: false,
      events: [],
      devicePixelRatio: pixelRatio(),
      layout: { padding: this.padding(), autoPadding: false },
      plugins: { legend: { display: false }, tooltip: { enabled: false } },
      scales: {
        x: { type: "time", display: false, min: this.min, max: this.max },
        y: { type: "linear", display: false, offset: false, min: 0, max: this.height, reverse: true },
      },
    };
  }

  scale() {
    Object.assign(this.chart.options.scales.x, { min: this.min, max: this.max });
    this.chart.options.scales.y.max = this.height;
  }

  fill(kind, code) {
    const colour = this.palette[code] || this.palette.ink;
    if (kind === "certain") return colour;
    if (kind === "planned") return this.palette.paper;
    this.hatches[colour] ||= hatching(colour);
    return this.hatches[colour];
  }

  plugin() {
    return {
      id: "timeline",
      beforeDraw: (chart) => {
        chart.ctx.fillStyle = this.palette.paper;
        chart.ctx.fillRect(0, 0, chart.width, chart.height);
      },
      beforeDatasetsDraw: (chart) => this.drawBehind(chart.ctx),
      afterDatasetsDraw: (chart) => {
        this.drawMilestoneLabels(chart.ctx);
        this.entries.forEach((entry) => (entry.row ? this.drawRow(chart.ctx, entry) : this.drawHeading(chart.ctx, entry)));
        this.drawYears(chart.ctx, this.height + 17);
        this.drawAxis();
      },
    };
  }

  years() {
    const [first, last] = [new Date(this.min).getUTCFullYear(), new Date(this.max).getUTCFullYear()];
    const step = last - first <= 8 && this.right - this.left > 420 ? 1 : 5;
    const found = [];
    for (let year = Math.ceil((first + 1) / step) * step; year <= last; year += step) found.push({ year, x: this.x(Date.UTC(year, 0, 1)) });
    return found;
  }

  drawBehind(context) {
    const bottom = this.height;
    if (this.active !== null) {
      const entry = this.entries.find((candidate) => candidate.index === this.active);
      context.fillStyle = this.palette.wash;
      context.fillRect(0, entry.top, this.width, entry.height);
    }
    this.entries.forEach((entry, place) => {
      const follows = place > 0 && this.entries[place - 1].row;
      if (follows && entry.style !== "dense") line(context, 0, entry.top, this.width, entry.top, this.palette.rule);
    });
    for (const { x } of this.years()) this.vertical(context, x, this.band - 8, this.palette.rule);
    for (const mark of this.milestones) {
      if (mark.lines) this.vertical(context, mark.x, mark.lane * 36 + 4, this.palette.edge, 1, [2, 3]);
      else line(context, mark.x, this.band - 18, mark.x, this.band - 8, this.palette.quiet);
    }
    this.vertical(context, this.x(time(this.data.today)), this.band - 12, this.palette.heavy, 2);
  }

  /* A line through all rows; where labels stand above their bars, it leaves the labels free */
  vertical(context, x, top, colour, width = 1, dash = []) {
    if (!this.narrow) {
      line(context, x, top, x, this.height, colour, width, dash);
      return;
    }
    if (top < this.band) line(context, x, top, x, this.band, colour, width, dash);
    for (const entry of this.entries.filter((candidate) => candidate.row)) {
      const middle = entry.top + entry.middle;
      line(context, x, middle - this.thickness / 2 - 4, x, middle + this.thickness / 2 + 5, colour, width, dash);
    }
  }

  drawMilestoneLabels(context) {
    context.font = this.font(13);
    context.textAlign = "left";
    context.textBaseline = "alphabetic";
    for (const mark of this.milestones) {
      if (!mark.lines) continue;
      context.fillStyle = this.palette.quiet;
      mark.lines.forEach((words, index) => {
        const from = mark.from < mark.x ? mark.to - context.measureText(words).width : mark.from;
        context.fillText(words, from, mark.lane * 36 + 14 + index * 15);
      });
    }
  }

  drawHeading(context, entry) {
    const base = entry.top + entry.height - 11;
    context.textAlign = "left";
    context.fillStyle = this.palette.ink;
    context.font = this.font(16, 600, "serif");
    const words = shorten(context, entry.heading, Math.max(this.labelWidth, 240) - 30);
    this.halo(context, words, 0, base);
    const wide = context.measureText(words).width;
    context.font = this.font(14);
    context.fillStyle = this.palette.quiet;
    this.halo(context, String(entry.count), wide + 8, base);
    line(context, 0, entry.top + entry.height - 3.5, this.width, entry.top + entry.height - 3.5, this.palette.rule);
  }

  halo(context, words, x, y) {
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = this.palette.paper;
    context.strokeText(words, x, y);
    context.fillText(words, x, y);
  }

  drawRow(context, entry) {
    const { row } = entry;
    const y = entry.top + entry.middle;
    const first = this.x(time(row.segments[0].first));
    const last = Math.max(this.x(time(row.segments.at(-1).last) + DAY), first + 4);
    const colour = this.palette[row.category.code];
    const before = row.before === "not_stated" ? dots(context, first, y, -1, colour) : first;
    let after = last;
    if (row.after === "not_stated") after = dots(context, last, y, 1, colour);
    if (row.after === "running") after = arrow(context, last, y, this.thickness, colour);
    context.textBaseline = "alphabetic";
    context.textAlign = "left";
    if (entry.style === "roomy") this.labelRoomy(context, entry, before, after);
    else if (entry.style === "narrow") this.labelNarrow(context, entry);
    else this.labelDense(context, entry, y, before, after);
  }

  /* Beside the bar, on the side where it crosses neither the edge nor the line of today */
  labelDense(context, entry, y, before, after) {
    context.font = this.font(14.5);
    context.fillStyle = this.palette.ink;
    this.halo(context, entry.title[0], 0, y + 5);
    context.font = this.font(13.5);
    const today = this.x(time(this.data.today));
    const [from, to] = [after + 8, before - 8];
    const wide = context.measureText(moneyLine(entry.row)).width;
    const roomRight = (from < today ? today - 6 : this.width) - from;
    const roomLeft = to - this.left;
    if (wide <= roomRight || roomRight > roomLeft) this.money(context, entry.row, from, y + 4.5, roomRight);
    else this.money(context, entry.row, to - Math.min(wide, roomLeft), y + 4.5, roomLeft);
  }

  /* Funder and amount; what is not stated is set in italics, as everywhere */
  money(context, row, x, y, room) {
    context.fillStyle = this.palette.quiet;
    const words = moneyLine(row);
    const missing = words.endsWith(NO_AMOUNT) && context.measureText(words).width <= room + 4 ? NO_AMOUNT : "";
    const plain = missing ? words.slice(0, -missing.length) : shorten(context, words, room);
    this.halo(context, plain, x, y);
    if (!missing) return;
    const upright = context.font;
    const wide = context.measureText(plain).width;
    context.font = `italic ${upright}`;
    this.halo(context, missing, x + wide, y);
    context.font = upright;
  }

  labelRoomy(context, entry, before, after) {
    let base = entry.top + 28;
    context.fillStyle = this.palette.ink;
    context.font = this.font(16, 600, "serif");
    for (const words of entry.title) {
      this.halo(context, words, 0, base);
      base += 21;
    }
    context.fillStyle = this.palette.quiet;
    context.font = this.font(14);
    for (const words of entry.meta) {
      this.halo(context, words, 0, base);
      base += 19;
    }
    const lines = [startLine(entry.row), endLine(entry.row)];
    const wide = Math.max(...lines.map((words) => context.measureText(words).width));
    const fits = before + wide <= this.width;
    context.textAlign = fits ? "left" : "right";
    const x = fits ? Math.max(before, this.left) : Math.min(after, this.width - 2);
    lines.forEach((words, index) => this.halo(context, words, x, entry.top + entry.middle + this.thickness / 2 + 19 + index * 18));
    context.textAlign = "left";
  }

  labelNarrow(context, entry) {
    let base = entry.top + 12 + 13;
    context.font = this.font(15, 600);
    context.fillStyle = this.palette.ink;
    for (const words of entry.title) {
      this.halo(context, words, 0, base);
      base += 19;
    }
    context.font = this.font(14);
    context.fillStyle = this.palette.quiet;
    for (const words of entry.meta) {
      this.halo(context, words, 0, base);
      base += 18;
    }
    base = entry.top + entry.middle + this.thickness / 2 + 19;
    for (const words of entry.words) {
      this.halo(context, words, 0, base);
      base += 18;
    }
  }

  drawYears(context, base) {
    context.font = this.font(14);
    context.textBaseline = "alphabetic";
    context.textAlign = "center";
    const today = this.x(time(this.data.today));
    context.fillStyle = this.palette.quiet;
    for (const { year, x } of this.years()) if (Math.abs(x - today) > 42 && x > this.left + 10 && x < this.right - 10) context.fillText(String(year), x, base);
    context.fillStyle = this.palette.ink;
    context.font = this.font(14, 600);
    context.textAlign = today > this.width - 24 ? "right" : "center";
    context.fillText("today", Math.min(today, this.width), base);
    context.textAlign = "left";
  }

  /* The years once more, above: they stay in sight while a long timeline scrolls */
  drawAxis() {
    this.axis.hidden = this.height < 420;
    if (this.axis.hidden) return;
    const ratio = pixelRatio();
    this.axis.width = this.width * ratio;
    this.axis.height = 28 * ratio;
    this.axis.style.width = `${this.width}px`;
    this.axis.style.height = "28px";
    const context = this.axis.getContext("2d");
    context.scale(ratio, ratio);
    context.fillStyle = this.palette.paper;
    context.fillRect(0, 0, this.width, 28);
    this.drawYears(context, 18);
    line(context, this.narrow ? 0 : this.left, 27.5, this.width, 27.5, this.palette.edge);
  }

  placeLinks() {
    const above = this.axis.hidden ? 0 : 28;
    const place = (link, left, top, width, height) => {
      Object.assign(link.style, { left: `${left}px`, top: `${top + above}px`, width: `${width}px`, height: `${height}px` });
    };
    const rows = this.entries.filter((entry) => entry.row);
    this.links.querySelectorAll("a").forEach((link, index) => place(link, 0, rows[index].top, this.width, rows[index].height));
    this.marks.replaceChildren();
    for (const mark of this.milestones.filter((candidate) => candidate.lines)) {
      const link = element("a", { href: mark.item.url, "aria-label": `${mark.item.kind_label}: ${mark.item.title}, ${mark.item.date.words}`, title: `${mark.item.title}, ${mark.item.date.words}` });
      place(link, mark.from - 2, mark.lane * 36 + 1, mark.to - mark.from + 4, 34);
      this.marks.append(element("li", {}, link));
    }
    this.marks.hidden = !this.marks.children.length;
  }

  relay() {
    if (!this.host.isConnected) return this.end();
    this.show(null);
    this.lay();
    this.draw();
    return undefined;
  }

  restyle() {
    this.palette = readPalette();
    this.hatches = {};
    this.chart.update("none");
  }

  /* The card: what the table's row says, at the bar */

  show(index, pointer = null) {
    if (index === this.active) return;
    this.active = index;
    this.card.hidden = index === null;
    if (index !== null) this.fillCard(this.rows[index], this.entries.find((entry) => entry.index === index), pointer);
    this.chart.draw();
  }

  fillCard(row, entry, pointer) {
    const fact = (label, value) => (value ? [element("dt", {}, label), element("dd", {}, value)] : []);
    const countries = row.countries.map((country) => country.name);
    const facts = [
      ...fact("Funder", row.funders.join(", ") || "not stated"),
      ...fact("Amount", row.amount_label),
      ...fact("Through", row.agencies.slice(0, 4).join(", ")),
      ...fact("Where", countries.length > 5 ? `${countries.length} countries` : countries.join(", ")),
      ...fact("Start", row.start.words),
      ...fact("End", row.running ? "reported running, end not stated" : row.end.words),
      ...fact("Duration", row.duration_months ? `${row.duration_months} months stated` : ""),
    ];
    this.card.replaceChildren(
      element("p", { class: "timeline-card-kind" }, row.category.label),
      element("p", { class: "timeline-card-title" }, row.title),
      element("dl", {}, ...facts),
    );
    const at = pointer === null ? this.x(time(row.segments[0].first)) : pointer - this.frame.getBoundingClientRect().left;
    const wide = this.card.offsetWidth;
    const beside = at + 28 + wide <= this.width ? at + 28 : at - 28 - wide;
    const below = this.narrow || beside < 0;
    const above = this.axis.hidden ? 0 : 28;
    const frame = this.frame.getBoundingClientRect();
    let top = below ? entry.top + entry.height + above : entry.top + above - 12;
    const over = frame.top + top + this.card.offsetHeight - window.innerHeight + 12;
    if (!below && over > 0) top -= over;
    else if (below && over > 0) top = entry.top + above - this.card.offsetHeight;
    this.card.style.left = `${below ? Math.max(0, Math.min(at, this.width - wide)) : beside}px`;
    this.card.style.top = `${top}px`;
  }

  /* The picture: heading, chart and source on paper */

  picture() {
    const figure = this.host.closest("figure");
    const words = (selector) => figure?.querySelector(selector)?.textContent.trim().replace(/\s+/g, " ") || "";
    const ratio = pixelRatio();
    const margin = 24;
    const wide = Math.max(this.width, 320);
    const context = element("canvas").getContext("2d");
    const blocks = [];
    const block = (text, size, weight, family, colour) => {
      if (!text) return;
      context.font = this.font(size, weight, family);
      for (const row of wrap(context, text, wide, 6)) blocks.push({ row, size, font: context.font, colour });
    };
    block(words(".figure-head :is(h2, h3)"), 22, 600, "serif", "ink");
    block(words(".figure-subtitle"), 14, 400, "sans", "quiet");
    const head = blocks.length;
    const source = [...(figure?.querySelectorAll(".figure-foot p") || [])].map((part) => part.textContent.trim()).filter((text) => text.length > 12);
    block(source.join(" "), 14, 400, "sans", "quiet");
    const axis = this.axis.hidden ? 0 : 28;
    const high = blocks.reduce((sum, part) => sum + part.size * 1.4, 0) + axis + this.height + this.foot() + margin * 2 + 24;
    const canvas = element("canvas", { width: (wide + margin * 2) * ratio, height: Math.ceil(high) * ratio });
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    pen.fillStyle = this.palette.paper;
    pen.fillRect(0, 0, wide + margin * 2, high);
    let y = margin;
    const write = (part) => {
      pen.font = part.font;
      pen.fillStyle = this.palette[part.colour];
      y += part.size * 1.4;
      pen.fillText(part.row, margin, y - part.size * 0.35);
    };
    blocks.slice(0, head).forEach(write);
    y += 12;
    if (axis) pen.drawImage(this.axis, margin, y, this.width, axis);
    pen.drawImage(this.canvas, margin, y + axis, this.width, this.height + this.foot());
    y += axis + this.height + this.foot() + 8;
    blocks.slice(head).forEach(write);
    return canvas;
  }

  download() {
    this.show(null);
    this.picture().toBlob((blob) => {
      const link = element("a", { href: URL.createObjectURL(blob), download: "timeline.png" });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  }

  end() {
    this.observer.disconnect();
    this.chart.destroy();
    living.delete(this);
  }
}

/* Drawing */

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

/* Two labels collide in one lane; a label also collides with the line that runs down from a lane above it. */
function collide(a, b) {
  if (a.lane === b.lane) return a.from < b.to + 12 && b.from < a.to + 12;
  const [upper, lower] = a.lane < b.lane ? [a, b] : [b, a];
  return upper.x > lower.from - 6 && upper.x < lower.to + 6;
}

/* Years at a glance, for a register of more than one page */

function overview(data) {
  const most = Math.max(...data.buckets.map((bucket) => bucket.active));
  const list = element("ol", { class: "timeline-years" });
  for (const { year, active } of data.buckets) {
    const address = new URL(location.href);
    address.searchParams.set("year_from", year);
    address.searchParams.set("year_to", year);
    address.searchParams.delete("page");
    const bar = element("span", { class: "timeline-year-bar" });
    bar.style.height = `${most ? (active / most) * 100 : 0}%`;
    list.append(element("li", {}, element("a", { href: address.pathname + address.search, title: `${year}: ${active}`, "aria-label": `${year}: ${plural(active, "programme", "programmes")}` }, bar)));
  }
  return list;
}

/* Starting */

function message(host, words, again) {
  const said = element("p", { class: "timeline-trouble", role: "status" }, words);
  if (again) {
    const button = element("button", { type: "button", class: "button is-quiet is-small" }, "Try again");
    button.addEventListener("click", again);
    said.append(" ", button);
  }
  host.replaceChildren(said);
}

/* On a phone a long list reads better than a long picture: it comes first, in the order of the page too. */
function listFirst(host, rows) {
  const figure = host.closest("figure");
  const table = figure?.querySelector(".figure-table");
  if (!table || rows <= FEW) return;
  const narrow = window.matchMedia("(max-width: 47.99rem)");
  host.id ||= "timeline";
  const jump = element("p", { class: "timeline-jump" }, element("a", { href: `#${host.id}` }, "To the chart, below this list"));
  const order = () => {
    if (narrow.matches) host.before(jump, table);
    else {
      jump.remove();
      figure.append(table);
    }
  };
  order();
  narrow.addEventListener("change", order);
}

async function start(target) {
  if (started.has(target)) return;
  started.add(target);
  const canvas = target.matches("canvas") ? target : element("canvas");
  const host = target.matches("canvas") ? element("div", { class: "figure-plot" }) : target;
  if (host !== target) target.replaceWith(host);
  host.classList.add("timeline");
  await load(host, canvas, target.dataset);
}

async function load(host, canvas, { url, summary }) {
  let data;
  try {
    message(host, "Drawing the timeline …");
    const [answer] = await Promise.all([fetch(url, { headers: { Accept: "application/json" } }), typefaces()]);
    if (!answer.ok) throw new Error(answer.status);
    data = await answer.json();
  } catch {
    message(host, "The timeline could not be loaded. The same rows stand in the table.", () => load(host, canvas, { url, summary }));
    return;
  }
  if (!data.rows.some((row) => row.drawn)) {
    message(host, data.count ? "None of these programmes states a date, so nothing can be drawn." : "No programme to draw.");
    return;
  }
  host.replaceChildren();
  listFirst(host, data.rows.length);
  host.timeline = new Timeline(host, canvas, data, summary);
  if (data.pages > 1 && data.buckets.length) host.prepend(overview(data));
}

function typefaces() {
  const { sans, serif } = readPalette();
  return Promise.allSettled([document.fonts.load(`400 14px ${sans}`), document.fonts.load(`600 16px ${sans}`), document.fonts.load(`600 16px ${serif}`)]);
}

/* A note for a first visit can be put away, and stays away */
function dressNote(note) {
  const key = `note-${note.dataset.note}`;
  let hidden = false;
  try {
    hidden = localStorage.getItem(key) === "hidden";
  } catch {
    /* storage may be forbidden: the note then comes back */
  }
  note.hidden = hidden;
  if (hidden || note.querySelector("button")) return;
  const button = element("button", { type: "button", class: "note-hide" }, "Hide this note");
  button.addEventListener("click", () => {
    note.hidden = true;
    try {
      localStorage.setItem(key, "hidden");
    } catch {
      /* as above */
    }
  });
  note.append(button);
}

function startAll() {
  document.querySelectorAll("[data-note]").forEach(dressNote);
  living.forEach((timeline) => timeline.host.isConnected || timeline.end());
  document.querySelectorAll('[data-chart="timeline"][data-url], canvas[data-timeline][data-url]').forEach(start);
}

const restyleAll = () => living.forEach((timeline) => timeline.restyle());
document.addEventListener("themechange", restyleAll);
for (const query of ["(prefers-color-scheme: dark)", "print"]) window.matchMedia(query).addEventListener("change", restyleAll);
document.addEventListener("htmx:load", startAll);
startAll();
