/* The picture for download: heading, chart and source line on paper. */
"use strict";

(() => {
  const { element, pixelRatio, wrap, font } = Timelines;
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

  function picture({ host, canvas, axis, layout, palette }) {
    const { head, foot } = texts(host.closest("figure"), layout.width, palette);
    const ratio = pixelRatio();
    const wide = layout.width + MARGIN * 2;
    const years = axis.hidden ? 0 : 28;
    const chart = layout.height + layout.foot;
    const tall = [...head, ...foot].reduce((sum, part) => sum + part.size * LEADING, years + chart + MARGIN * 2 + 24);
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
    y += 12;
    if (years) pen.drawImage(axis, MARGIN, y, layout.width, years);
    pen.drawImage(canvas, MARGIN, y + years, layout.width, chart);
    y += years + chart + 8;
    foot.forEach(write);
    return sheet;
  }

  Object.assign(Timelines, { picture });
})();
