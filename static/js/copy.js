// A button that copies a text of the page. Without this script the text is there to select.
for (const button of document.querySelectorAll("[data-copy]")) {
  const target = document.getElementById(button.dataset.copy);
  if (!target) continue;
  button.hidden = false;
  const words = button.textContent;
  let timer;

  button.addEventListener("click", async () => {
    const done = await copied(target);
    button.textContent = done ? "Copied" : "Selected: copy it with your keyboard";
    const announce = document.getElementById("announce");
    if (announce) announce.textContent = button.textContent;
    clearTimeout(timer);
    timer = setTimeout(() => { button.textContent = words; }, 4000);
  });
}

async function copied(target) {
  try {
    await navigator.clipboard.writeText(target.innerText.trim());
    return true;
  } catch {
    // not allowed, or the page is not served over https: select it, so that one keystroke copies it
    getSelection().selectAllChildren(target);
    return false;
  }
}
