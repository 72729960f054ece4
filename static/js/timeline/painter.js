/* What Chart.js's bars cannot say, drawn before and after them: labels, years, laws and plans, arrows and dots. */
"use strict";

(() => {
  const { DAY, FEW, NO_AMOUNT, LANE, time, shorten, hatching, font, pixelRatio, moneyLine, startLine, endLine, line, dots, arrow } = Timelines;

  class Painter {
    constructor(axis) {
      this.axis = axis;
      this.active = null; // the row that is pointed at
    }

    /* Take another layout or other colours */
    use(layout, palette) {
      Object.assign(this, { layout, palette, hatches: {} });
    }

    font(...wanted) {
      return font(this.palette, ...wanted);
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
          this.layout.entries.forEach((entry) => (entry.row ? this.drawRow(chart.ctx, entry) : this.drawHeading(chart.ctx, entry)));
          this.drawYears(chart.ctx, this.layout.height + 17);
          this.drawAxis();
        },
      };
    }

    drawBehind(context) {
      const bottom = this.layout.height;
      if (this.active !== null) {
        const entry = this.layout.entries.find((candidate) => candidate.index === this.active);
        context.fillStyle = this.palette.wash;
        context.fillRect(0, entry.top, this.layout.width, entry.height);
      }
      this.layout.entries.forEach((entry, place) => {
        const follows = place > 0 && this.layout.entries[place - 1].row;
        if (follows && entry.style !== "dense") line(context, 0, entry.top, this.layout.width, entry.top, this.palette.rule);
      });
      for (const { x } of this.layout.years()) this.vertical(context, x, this.layout.band - 8, this.palette.rule);
      for (const mark of this.layout.milestones) {
        if (mark.lines) this.vertical(context, mark.x, mark.lane * LANE + 4, this.palette.edge, 1, [2, 3]);
        else line(context, mark.x, this.layout.band - 18, mark.x, this.layout.band - 8, this.palette.quiet);
      }
      this.vertical(context, this.layout.today, this.layout.band - 12, this.palette.heavy, 2);
    }

    /* A line through all rows; where labels stand above their bars, it leaves the labels free */
    vertical(context, x, top, colour, width = 1, dash = []) {
      if (!this.layout.narrow) {
        line(context, x, top, x, this.layout.height, colour, width, dash);
        return;
      }
      if (top < this.layout.band) line(context, x, top, x, this.layout.band, colour, width, dash);
      for (const entry of this.layout.entries.filter((candidate) => candidate.row)) {
        const middle = entry.top + entry.middle;
        line(context, x, middle - this.layout.thickness / 2 - 4, x, middle + this.layout.thickness / 2 + 5, colour, width, dash);
      }
    }

    drawMilestoneLabels(context) {
      context.font = this.font(13);
      context.textAlign = "left";
      context.textBaseline = "alphabetic";
      for (const mark of this.layout.milestones) {
        if (!mark.lines) continue;
        context.fillStyle = this.palette.quiet;
        mark.lines.forEach((words, index) => {
          const from = mark.from < mark.x ? mark.to - context.measureText(words).width : mark.from;
          context.fillText(words, from, mark.lane * LANE + 14 + index * 15);
        });
      }
    }

    drawHeading(context, entry) {
      const base = entry.top + entry.height - 11;
      this.ground = this.palette.paper;
      context.textAlign = "left";
      context.fillStyle = this.palette.ink;
      context.font = this.font(16, 600, "serif");
      const words = shorten(context, entry.heading, Math.max(this.layout.labelWidth, 240) - 30);
      this.halo(context, words, 0, base);
      const wide = context.measureText(words).width;
      context.font = this.font(14);
      context.fillStyle = this.palette.quiet;
      this.halo(context, String(entry.count), wide + 8, base);
      line(context, 0, entry.top + entry.height - 3.5, this.layout.width, entry.top + entry.height - 3.5, this.palette.rule);
    }

    halo(context, words, x, y) {
      context.lineJoin = "round";
      context.lineWidth = 4;
      context.strokeStyle = this.ground;
      context.strokeText(words, x, y);
      context.fillText(words, x, y);
    }

    drawRow(context, entry) {
      const { row } = entry;
      this.ground = entry.index === this.active ? this.palette.wash : this.palette.paper; // behind its words
      const y = entry.top + entry.middle;
      const first = this.layout.x(time(row.segments[0].first));
      const last = Math.max(this.layout.x(time(row.segments.at(-1).last) + DAY), first + 4);
      const colour = this.palette[row.category.code];
      const before = row.before === "not_stated" ? dots(context, first, y, -1, colour) : first;
      let after = last;
      if (row.after === "not_stated") after = dots(context, last, y, 1, colour);
      if (row.after === "running") after = arrow(context, last, y, this.layout.thickness, colour);
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
      const today = this.layout.today;
      const [from, to] = [after + 8, before - 8];
      const wide = context.measureText(moneyLine(entry.row)).width;
      const roomRight = (from < today ? today - 6 : this.layout.width) - from;
      const roomLeft = to - this.layout.left;
      if (wide <= roomRight || roomRight > roomLeft) this.money(context, entry.row, from, y + 4.5, roomRight);
      else this.money(context, entry.row, to - Math.min(wide, roomLeft), y + 4.5, roomLeft);
    }

    /* Funder and amount; what is not stated is set in italics, as everywhere */
    money(context, row, x, y, room) {
      context.fillStyle = this.palette.quiet;
      const words = moneyLine(row);
      const fits = context.measureText(words).width <= room + 4;
      const missing = fits && words.endsWith(NO_AMOUNT) ? NO_AMOUNT : "";
      const plain = missing ? words.slice(0, -missing.length) : this.shorterPayer(context, words, room);
      this.halo(context, plain, x, y);
      if (!missing) return;
      const upright = context.font;
      const wide = context.measureText(plain).width;
      context.font = `italic ${upright}`;
      this.halo(context, missing, x + wide, y);
      context.font = upright;
    }

    /* Where both do not fit, the amount is worth more than the end of the funder's name */
    shorterPayer(context, words, room) {
      const at = words.lastIndexOf(" · ");
      const payer = shorten(context, words.slice(0, at), room - context.measureText(words.slice(at)).width);
      return context.measureText(words).width <= room ? words : shorten(context, payer + words.slice(payer ? at : at + 3), room);
    }

    labelRoomy(context, entry, before, after) {
      let y = entry.top + 28;
      context.fillStyle = this.palette.ink;
      context.font = this.font(16, 600, "serif");
      for (const words of entry.title) {
        this.halo(context, words, 0, y);
        y += 21;
      }
      context.fillStyle = this.palette.quiet;
      context.font = this.font(14);
      for (const words of entry.meta) {
        this.halo(context, words, 0, y);
        y += 19;
      }
      const lines = [startLine(entry.row), endLine(entry.row)];
      const wide = Math.max(...lines.map((words) => context.measureText(words).width));
      const fits = before + wide <= this.layout.width;
      context.textAlign = fits ? "left" : "right";
      const x = fits ? Math.max(before, this.layout.left) : Math.min(after, this.layout.width - 2);
      const base = entry.top + entry.middle + this.layout.thickness / 2 + 19;
      context.fillStyle = this.ground;
      context.fillRect((fits ? x : x - wide) - 3, base - 13, wide + 6, 36);
      context.fillStyle = this.palette.quiet;
      lines.forEach((words, index) => context.fillText(words, x, base + index * 18));
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
      base = entry.top + entry.middle + this.layout.thickness / 2 + 19;
      for (const words of entry.words) {
        this.halo(context, words, 0, base);
        base += 18;
      }
    }

    drawYears(context, base) {
      context.font = this.font(14);
      context.textBaseline = "alphabetic";
      context.textAlign = "center";
      const today = this.layout.today;
      context.fillStyle = this.palette.quiet;
      for (const { year, x } of this.layout.years()) if (Math.abs(x - today) > 42 && x > this.layout.left + 10 && x < this.layout.right - 10) context.fillText(String(year), x, base);
      context.fillStyle = this.palette.ink;
      context.font = this.font(14, 600);
      context.textAlign = today > this.layout.width - 24 ? "right" : "center";
      context.fillText("today", Math.min(today, this.layout.width), base);
      context.textAlign = "left";
    }

    /* The years once more, above: they stay in sight while a long timeline scrolls */
    drawAxis() {
      this.axis.hidden = this.layout.rows.length <= FEW;
      if (this.axis.hidden) return;
      const ratio = pixelRatio();
      this.axis.width = this.layout.width * ratio;
      this.axis.height = 28 * ratio;
      this.axis.style.width = `${this.layout.width}px`;
      this.axis.style.height = "28px";
      const context = this.axis.getContext("2d");
      context.scale(ratio, ratio);
      context.fillStyle = this.palette.paper;
      context.fillRect(0, 0, this.layout.width, 28);
      this.drawYears(context, 18);
      line(context, this.layout.narrow ? 0 : this.layout.left, 27.5, this.layout.width, 27.5, this.palette.edge);
    }
  }

  Object.assign(Timelines, { Painter });
})();
