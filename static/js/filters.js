/* Comforts for a filter form that works without them: clean addresses, applying at a tick on wide pages,
   disclosures that stay open over a swap, long lists that narrow as one types, the result said aloud. */

const wide = window.matchMedia("(min-width: 64rem)");
const LONG = 15;
let openNames = new Set();

function nameOf(details) {
  const facet = details.closest("[data-facet]");
  return facet ? facet.dataset.facet : "filters";
}

function dress(root) {
  for (const details of root.querySelectorAll(".filters, .facet-rest")) {
    if (openNames.has(nameOf(details))) details.open = true;
  }
  // where ::details-content is not understood, the left column would stay shut
  if (wide.matches) root.querySelectorAll(".filters").forEach((details) => (details.open = true));
  root.querySelectorAll(".facet-rest > .choices").forEach(addFinder);
}

function addFinder(choices) {
  if (choices.children.length < LONG || choices.previousElementSibling.matches(".facet-find")) return;
  const finder = document.createElement("input");
  finder.type = "search";
  finder.className = "facet-find";
  finder.placeholder = "Narrow this list";
  finder.setAttribute("aria-label", `Narrow the list: ${choices.closest("fieldset").querySelector("legend").textContent}`);
  finder.addEventListener("input", () => {
    const wanted = finder.value.trim().toLocaleLowerCase();
    for (const choice of choices.children) {
      const text = choice.querySelector("label").textContent.toLocaleLowerCase();
      choice.hidden = Boolean(wanted) && !text.includes(wanted);
    }
  });
  finder.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  choices.before(finder);
}

document.addEventListener("formdata", (event) => {
  if (!event.target.matches("[data-filter-form], .search")) return;
  const data = event.formData;
  for (const name of new Set(data.keys())) {
    const kept = data.getAll(name).filter((value) => typeof value !== "string" || value.trim() !== "");
    data.delete(name);
    kept.forEach((value) => data.append(name, value));
  }
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-filter-form]");
  if (form && wide.matches && event.target.matches("input[type=checkbox], select")) form.requestSubmit();
});

document.addEventListener("htmx:beforeSwap", () => {
  const open = document.querySelectorAll(".filters[open], .facet-rest[open]");
  openNames = new Set([...open].map(nameOf));
});

document.addEventListener("htmx:afterSettle", () => {
  dress(document);
  const heading = document.querySelector("[data-results-heading]");
  const announcer = document.getElementById("announce");
  if (heading && announcer) announcer.textContent = heading.textContent;
});

dress(document);
