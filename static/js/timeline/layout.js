/* Where everything on a timeline stands, in CSS pixels; reckoned anew at every change of width. */
"use strict";

(() => {
  const { DAY, element, time, wrap, shorten, font, moneyLine, startLine, endLine } = Timelines;
  const WIDE = 560; // narrower than this, labels stand above their bars
  const FEW = 6; // so few rows get room for their dates in words
  const YEAR = 365.25 * DAY;
  const LANE = 36;

  class Layout {
    constructor(rows, data, width, palette) {
      Object.assign(this, { rows, data, width, palette });
      this.context = element("canvas").getContext("2d");
      this.narrow = width < WIDE;
      this.roomy = !this.narrow && rows.length <= FEW;
      this.labelWidth = this.narrow ? 0 : Math.round(Math.min(this.roomy ? 380 : 330, width * (this.roomy ? 0.36 : 0.38)));
      this.thickness = this.roomy ? 26 : 15;
      [this.first, this.last] = Layout.span(rows, data.today);
      const pad = Math.max((this.last - this.first) * 0.03, YEAR * 0.3);
      this.min = this.first - pad;
      this.max = this.last + pad;
      this.left = this.narrow ? 6 : this.labelWidth + 16;
      this.right = width - 10;
      this.today = this.x(time(data.today));
      this.band = this.layMilestones();
      this.layRows();
      this.foot = 26; // the years below the last row
    }

    static span(rows, day) {
      const days = rows.flatMap((row) => row.segments.flatMap((part) => [time(part.first), time(part.last) + DAY]));
      return [Math.min(...days, time(day)), Math.max(...days, time(day))];
    }

    font(...wanted) {
      return font(this.palette, ...wanted);
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
      return used.length * LANE + 22;
    }

    years() {
      const [first, last] = [new Date(this.min).getUTCFullYear(), new Date(this.max).getUTCFullYear()];
      const step = last - first <= 8 && this.right - this.left > 420 ? 1 : 5;
      const found = [];
      for (let year = Math.ceil((first + 1) / step) * step; year <= last; year += step) found.push({ year, x: this.x(Date.UTC(year, 0, 1)) });
      return found;
    }
  }

  /* Two labels collide in one lane; a label also collides with the line that runs down from a lane above it. */
  function collide(a, b) {
    if (a.lane === b.lane) return a.from < b.to + 12 && b.from < a.to + 12;
    const [upper, lower] = a.lane < b.lane ? [a, b] : [b, a];
    return upper.x > lower.from - 6 && upper.x < lower.to + 6;
  }

  Object.assign(Timelines, { Layout, FEW, LANE });
})();
