// Questions that need an answer before anything is written.

import { make } from "./view.js";

let queue = Promise.resolve();

/**
 * Ask; the value of the chosen button, or "" when the dialog is closed by Esc, which a binding question is
 * not. Questions wait for each other.
 */
export function ask(question) {
  const answer = queue.then(() => open(question));
  queue = answer;
  return answer;
}

function open({ title, text, quote, buttons, isBinding = false }) {
  const dialog = document.getElementById("dialog");
  const heading = make("h2", "", { id: "dialog-title" });
  heading.textContent = title;
  const words = make("p");
  words.textContent = text;
  const parts = [heading, words];
  if (quote !== undefined) {
    const box = make("textarea", "quote", { readonly: "", rows: 3, "aria-labelledby": "dialog-title" });
    box.value = quote;
    parts.push(box);
  }
  const form = make("form", "answers", { method: "dialog" });
  form.append(...buttons.map(({ value, label, isMain }) => button(value, label, isMain)));
  dialog.setAttribute("aria-labelledby", "dialog-title");
  dialog.replaceChildren(...parts, form);
  dialog.returnValue = "";
  const previous = document.activeElement;
  // Chromium closes a dialog at the second Esc in a row whatever its cancel event says, so the key itself is held.
  dialog.onkeydown = (event) => isBinding && event.key === "Escape" && event.preventDefault();
  dialog.showModal();
  form.querySelector(".main")?.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      previous?.focus?.({ preventScroll: true });
      resolve(dialog.returnValue);
    }, { once: true });
  });
}

function button(value, label, isMain) {
  const element = make("button", isMain ? "main" : "", { value, type: "submit" });
  element.textContent = label;
  return element;
}
