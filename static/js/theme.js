/* Light or dark: the system decides until the reader does.
   Loaded in <head> without defer, so that a chosen theme is there before the first paint.
   Other scripts hear of a change by the event "themechange" on document. */
(function () {
  "use strict";
  const KEY = "theme";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  function stored() {
    try {
      const value = window.localStorage.getItem(KEY);
      return value === "light" || value === "dark" ? value : null;
    } catch {
      return null; // storage may be forbidden
    }
  }

  function current() {
    return root.dataset.bsTheme || (system.matches ? "dark" : "light");
  }

  function apply(theme) {
    if (theme) root.dataset.bsTheme = theme;
    else delete root.dataset.bsTheme;
  }

  function label(button) {
    const next = current() === "dark" ? "Light" : "Dark";
    button.querySelector("[data-theme-label]").textContent = `${next} colours`;
    button.title = `${next} colours`;
  }

  function announce() {
    document.querySelectorAll("[data-theme-button]").forEach(label);
    document.dispatchEvent(new CustomEvent("themechange", { detail: { theme: current() } }));
  }

  function toggle() {
    const next = current() === "dark" ? "light" : "dark";
    apply(next);
    try {
      // the system's own choice need not be kept: the page goes on following it
      if (next === (system.matches ? "dark" : "light")) window.localStorage.removeItem(KEY);
      else window.localStorage.setItem(KEY, next);
    } catch {
      /* the choice then holds for this page only */
    }
    announce();
  }

  apply(stored());
  system.addEventListener("change", () => {
    apply(stored());
    announce();
  });
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-theme-button]").forEach((button) => {
      button.hidden = false;
      label(button);
      button.addEventListener("click", toggle);
    });
  });
})();
