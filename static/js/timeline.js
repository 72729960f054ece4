/* Timelines: every <div data-chart="timeline" data-url> and <canvas data-timeline data-url> draws itself.

   Chart.js draws the bars: solid where the work certainly ran, hatched between the earliest and the latest bound, outlined
   where it lies ahead; timeline/painter.js draws the rest. Over each row lies a real link, so that keyboard, mouse and
   touch all reach the programme. Colours and typefaces come from the custom properties of the page and follow it from
   light to dark. The parts in timeline/ are loaded before this file (_components/chart_scripts.html). */

const { CATEGORIES, DAY, FEW, LANE, Card, Layout, Painter } = Timelines;
const { element, endLine, moneyLine, picture, pixelRatio, plural, readPalette, startLine, time } = Timelines;
const started = new WeakSet();
const living = new Set();

class Timeline {
  constructor(host, canvas, data, summary) {
    Object.assign(this, { host, canvas, data });
    this.rows = data.rows.filter((row) => row.drawn);
    this.palette = readPalette();
    this.build(summary);
    this.painter = new Painter(this.axis);
    this.draw();
    this.observer = new ResizeObserver(() => {
      if (Math.round(this.host.clientWidth) !== this.layout.width) requestAnimationFrame(() => this.relay());
    });
    this.observer.observe(this.host);
    living.add(this);
  }

  /* The parts around the canvas */

  build(summary) {
    const years = Layout.span(this.rows, this.data.today).map((day) => new Date(day).getUTCFullYear()).join(" to ");
    const words = `Timeline of ${plural(this.rows.length, "row", "rows")}, ${years}. The same rows are links here and stand in the table.`;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", summary ? `${summary.replace(/\.?$/, ".")} ${words}` : words);
    this.axis = element("canvas", { class: "timeline-axis", "aria-hidden": "true" });
    this.links = element("ul", { class: "timeline-links", "aria-label": "Programmes on this timeline" });
    this.marks = element("ul", { class: "timeline-links", "aria-label": "Laws, plans and systems on this timeline" });
    this.card = new Card();
    const box = element("div", { class: "timeline-box" }, this.canvas);
    this.frame = element("div", { class: "timeline-frame" }, this.axis, box, this.links, this.marks, this.card.element);
    this.host.replaceChildren(element("ul", { class: "timeline-legend", "aria-label": "Key" }, ...this.legend()), this.frame);
    this.rows.forEach((row, index) => this.links.append(element("li", {}, this.rowLink(row, index))));
    this.skipLink();
    this.pngButton();
    this.frame.addEventListener("keydown", (event) => event.key === "Escape" && this.show(null));
    this.frame.addEventListener("mouseleave", () => this.show(null));
  }

  /* Only what is to be seen in this chart */
  legend() {
    const kinds = new Set(this.rows.flatMap((row) => row.segments.map((part) => part.kind)));
    const has = (side) => this.rows.some((row) => row.after === side || row.before === side);
    const categories = new Map(this.rows.map((row) => [row.category.code, row.category.label]));
    return [
      [kinds.has("certain"), "is-certain", "certainly ran"],
      [kinds.has("uncertain"), "is-uncertain", "may have run: between earliest and latest date"],
      [kinds.has("planned"), "is-planned", "still ahead, as planned"],
      [has("running"), "is-running", "reported running"],
      [has("not_stated"), "is-open", "start or end not stated"],
      [this.data.milestones.length > 0, "is-milestone", "law, plan or system"],
      ...Object.keys(CATEGORIES).map((code) => [categories.has(code), `is-${code}`, categories.get(code)]),
    ]
      .filter(([shown]) => shown)
      .map(([, kind, words]) => element("li", {}, element("span", { class: `timeline-swatch ${kind}`, "aria-hidden": "true" }), words));
  }

  rowLink(row, index) {
    const words = [row.title, moneyLine(row), startLine(row), endLine(row)].join("; ");
    const link = element("a", { href: row.url, "aria-label": words, "data-row": row.slug });
    link.addEventListener("mouseenter", (event) => this.show(index, event.clientX));
    link.addEventListener("focus", () => {
      // once the page has scrolled to it
      requestAnimationFrame(() => requestAnimationFrame(() => link.matches(":focus-visible") && this.show(index)));
    });
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

  pngButton() {
    const foot = this.host.closest("figure")?.querySelector(".figure-foot") || this.host;
    const button = element("button", { type: "button", class: "timeline-png", "aria-label": "Download the picture as PNG" }, "PNG");
    button.addEventListener("click", () => this.download());
    foot.querySelector(".timeline-tools")?.remove();
    foot.append(element("p", { class: "timeline-tools" }, button));
  }

  /* The chart */

  draw() {
    this.layout = new Layout(this.rows, this.data, Math.round(this.host.clientWidth), this.palette);
    this.painter.use(this.layout, this.palette);
    const { left, width, right, min, max, height, foot } = this.layout;
    const padding = { left, right: width - right, top: 0, bottom: foot };
    if (this.chart) {
      this.chart.data = this.bars();
      this.chart.options.layout.padding = padding;
      Object.assign(this.chart.options.scales.x, { min, max });
      this.chart.options.scales.y.max = height;
    } else {
      this.chart = new window.Chart(this.canvas, { type: "bar", data: this.bars(), options: this.options(padding), plugins: [this.painter.plugin()] });
    }
    this.chart.resize(width, height + foot);
    this.chart.update("none");
    this.placeLinks();
  }

  bars() {
    const rows = this.layout.entries.filter((entry) => entry.row);
    const dataset = (kind) => ({
      label: kind,
      data: rows.flatMap(({ row, top, middle }) => row.segments
        .filter((part) => part.kind === kind)
        .map((part) => ({ x: [time(part.first), time(part.last) + DAY], y: top + middle, code: row.category.code }))),
      backgroundColor: (context) => this.painter.fill(kind, context.raw?.code),
      borderColor: (context) => this.palette[context.raw?.code] || this.palette.ink,
      borderWidth: kind === "certain" ? 0 : 1.25,
      borderSkipped: false,
      barThickness: this.layout.thickness,
      minBarLength: 4,
      inflateAmount: 0,
      grouped: false,
    });
    return { datasets: ["uncertain", "planned", "certain"].map(dataset) };
  }

  options(padding) {
    const { min, max, height } = this.layout;
    return {
      indexAxis: "y",
      responsive: false,
      maintainAspectRatio: false,
      animation: false,
      events: [],
      devicePixelRatio: pixelRatio(),
      layout: { padding, autoPadding: false },
      plugins: { legend: { display: false }, tooltip: { enabled: false } },
      scales: {
        x: { type: "time", display: false, min, max },
        y: { type: "linear", display: false, offset: false, min: 0, max: height, reverse: true }, // pixels from the top
      },
    };
  }

  /* How far the picture stands below the top of its frame: the years that stay in sight come first */
  get above() {
    return this.axis.hidden ? 0 : 28;
  }

  placeLinks() {
    const place = (link, left, top, width, height) => {
      Object.assign(link.style, { left: `${left}px`, top: `${top + this.above}px`, width: `${width}px`, height: `${height}px` });
    };
    const rows = this.layout.entries.filter((entry) => entry.row);
    this.links.querySelectorAll("a").forEach((link, index) => place(link, -6, rows[index].top, this.layout.width + 12, rows[index].height));
    const marks = this.layout.milestones.filter((mark) => mark.lines).map(({ item, from, to, lane }) => {
      const words = `${item.title}, ${item.date.words}`;
      const link = element("a", { href: item.url, "aria-label": `${item.kind_label}: ${words}`, title: words });
      place(link, from - 2, lane * LANE + 1, to - from + 4, LANE - 2);
      return element("li", {}, link);
    });
    this.marks.replaceChildren(...marks);
    this.marks.hidden = !marks.length;
  }

  relay() {
    if (!this.host.isConnected) {
      this.end();
      return;
    }
    this.show(null);
    this.draw();
  }

  restyle() {
    this.palette = readPalette();
    this.painter.use(this.layout, this.palette);
    this.chart.update("none");
  }

  show(index, pointer = null) {
    if (index === this.painter.active) return;
    this.painter.active = index;
    const entry = this.layout.entries.find((candidate) => candidate.index === index);
    if (entry) this.card.show(entry, this.layout, this.frame.getBoundingClientRect(), this.above, pointer);
    else this.card.hide();
    this.chart.draw();
  }

  download() {
    this.show(null);
    picture(this).toBlob((blob) => {
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

/* Years at a glance, for a register of more than one page; a year is a link where it is wide enough to be hit */
function overview(data, width) {
  const most = Math.max(1, ...data.buckets.map((bucket) => bucket.active));
  const roomy = width / data.buckets.length >= 25;
  const named = (year) => year % 5 === 0 && (roomy || data.buckets.at(-1).year - year > 1); // a label must not stick out
  const years = data.buckets.map(({ year, active }) => {
    const bar = element("span", { class: "timeline-year-bar" });
    bar.style.height = `${(active / most) * 100}%`;
    const words = `${year}: ${plural(active.toLocaleString("en"), "programme", "programmes")}`;
    const attributes = { title: words, "aria-label": words };
    const column = roomy ? element("a", { href: oneYear(year), ...attributes }, bar) : element("span", { title: words }, bar);
    return element("li", {}, column, element("span", { class: "timeline-year", "aria-hidden": "true" }, named(year) ? String(year) : ""));
  });
  const said = `${data.drawn.toLocaleString("en")} programmes by the years in which they ran or may have run, all pages together; at most ${most.toLocaleString("en")} in one year. Below, ${plural(data.rows.length, "row", "rows")} of this page.`;
  return element("div", { class: "timeline-overview" }, element("p", {}, said), element("ol", roomy ? {} : { "aria-hidden": "true" }, ...years));
}

function oneYear(year) {
  const address = new URL(location.href);
  address.searchParams.set("year_from", year);
  address.searchParams.set("year_to", year);
  address.searchParams.delete("page");
  return address.pathname + address.search;
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

/* On a phone a long list reads better than a long picture: it comes first, in the order of the page too. On a desk the
   picture says the same, so the table below it is closed until it is asked for; without a script it is open. */
function listFirst(host, rows) {
  const figure = host.closest("figure");
  const table = figure?.querySelector(".figure-table");
  if (!table || rows <= FEW) return;
  const narrow = window.matchMedia("screen and (max-width: 47.99rem)");
  host.id ||= "timeline";
  const jump = element("p", { class: "timeline-jump" }, element("a", { href: `#${host.id}` }, "To the chart, below this list"));
  const order = () => {
    if (narrow.matches) host.before(jump, table);
    else {
      jump.remove();
      figure.append(table);
    }
    table.open = narrow.matches;
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
  if (data.pages > 1 && data.buckets.length) host.prepend(overview(data, host.clientWidth));
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
