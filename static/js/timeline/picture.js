/* The picture for download: heading, chart and source line on paper. */
"use strict";

(() => {
  const { element, pixelRatio, wrap, font, line, dots, arrow } = Timelines;
  const MARGIN = 24;
  const LEADING = 1.4;

  /* Lines of text around the chart, as the page has them */
  function texts(figure, wide, palette) {
    const context = element("canvas").getContext("2d");
    const words = (selector) => figure?.querySelector(selector)?.textContent.trim().replace(/\s+/g, " ") || "";
    const lines = (text, size, colour, ...style) => {
      if (!text) return [];
      context.font = font(palette, size, ...style);
      return wrap(context, text, wide, 6).map((row) => ({ row, size, font: context.font, colour: palette[colour] }));
    };
    const source = [...(figure?.querySelectorAll(".figure-foot p:not(:has(a, button))") || [])].map((part) => part.textContent.trim());
    return {
      head: [
        ...lines(words(".figure-head :is(h2, h3)"), 22, "ink", 600, "serif"),
        ...lines(words(".figure-subtitle"), 14, "quiet"),
      ],
      foot: lines(source.join(" "), 14, "quiet"),
    };
  }

  /* The key as one or more lines of swatches with words */
  const SWATCHES = {
    "is-certain": (pen, y) => pen.fillRect(0, y - 9, 22, 9),
    "is-uncertain": (pen, y) => {
      pen.strokeRect(0.5, y - 9, 22, 9);
      for (let x = 4; x < 24; x += 5) line(pen, x - 3, y, Math.min(x + 3, 22), y - 9, pen.fillStyle);
    },
    "is-planned": (pen, y) => pen.strokeRect(0.5, y - 9, 22, 9),
    "is-running": (pen, y) => arrow(pen, 4, y - 5, 10, pen.fillStyle),
    "is-open": (pen, y) => dots(pen, -3, y - 5, 1, pen.fillStyle),
    "is-milestone": (pen, y) => line(pen, 12, y - 12, 12, y + 2, pen.fillStyle, 1, [2, 3]),
  };

  function key(host) {
    return [...host.querySelectorAll(".timeline-legend li")].map((item) => ({
      kind: item.firstChild.className.split(" ").at(-1),
      words: item.textContent,
    }));
  }

  /* Write the key from (x, y) on, or only reckon its height */
  function writeKey(pen, items, palette, x, y, wide) {
    let [across, down] = [0, 0];
    pen.font = font(palette, 14);
    for (const { kind, words } of items) {
      const category = palette[kind.replace("is-", "")];
      const lead = category ? 18 : 30;
      const room = lead + pen.measureText(words).width;
      if (across && across + room > wide) [across, down] = [0, down + 21];
      pen.save();
      pen.translate(x + across, 0);
      pen.fillStyle = pen.strokeStyle = category || palette.quiet;
      if (category) {
        pen.beginPath();
        pen.arc(6, y + down + 10, 5, 0, Math.PI * 2);
        pen.fill();
      } else SWATCHES[kind](pen, y + down + 15);
      pen.fillStyle = palette.quiet;
      pen.fillText(words, lead, y + down + 15);
      pen.restore();
      across += room + 22;
    }
    return items.length ? down + 21 : 0;
  }

  function picture({ host, canvas, axis, layout, palette }) {
    const { head, foot } = texts(host.closest("figure"), layout.width, palette);
    const ratio = pixelRatio();
    const wide = layout.width + MARGIN * 2;
    const years = axis.hidden ? 0 : 28;
    const chart = layout.height + layout.foot;
    const items = key(host);
    const legend = writeKey(element("canvas").getContext("2d"), items, palette, 0, 0, layout.width);
    const tall = [...head, ...foot].reduce((sum, part) => sum + part.size * LEADING, legend + years + chart + MARGIN * 2 + 32);
    const sheet = element("canvas", { width: wide * ratio, height: Math.ceil(tall) * ratio });
    const pen = sheet.getContext("2d");
    pen.scale(ratio, ratio);
    pen.fillStyle = palette.paper;
    pen.fillRect(0, 0, wide, tall);
    let y = MARGIN;
    const write = (part) => {
      y += part.size * LEADING;
      pen.font = part.font;
      pen.fillStyle = part.colour;
      pen.fillText(part.row, MARGIN, y - part.size * 0.35);
    };
    head.forEach(write);
    y += 8 + writeKey(pen, items, palette, MARGIN, y + 6, layout.width) + 10;
    if (years) pen.drawImage(axis, MARGIN, y, layout.width, years);
    pen.drawImage(canvas, MARGIN, y + years, layout.width, chart);
    y += years + chart + 8;
    foot.forEach(write);
    return sheet;
  }

  Object.assign(Timelines, { picture });
})();
