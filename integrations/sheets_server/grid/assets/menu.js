// The toolbar, its menus, and the same commands under the right mouse button.

import { make } from "./view.js";
import { t } from "./texts.js";

export const MENUS = {
  rows: ["insertAbove", "insertBelow", "deleteRows"],
  columns: ["rename", "insertLeft", "insertRight", "moveLeft", "moveRight", "deleteColumn"],
  sorting: ["sortUp", "sortDown", "sortPartUp", "sortPartDown"],
  file: ["importFile", "exportXlsx", "exportCsv"],
};
const CONTEXT = ["edit", "clear", null, ...MENUS.rows, null, ...MENUS.columns, null, ...MENUS.sorting];

export class Menu {
  /** `act(name)` does what an item says; `isAble(name)` says whether it can be done now. */
  constructor(act, isAble) {
    this.act = act;
    this.isAble = isAble;
    this.element = document.getElementById("menu");
    this.element.addEventListener("click", (event) => this.choose(event.target.closest("[data-act]")));
    this.element.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("pointerdown", (event) => {
      if (!this.element.contains(event.target) && !event.target.closest("[aria-haspopup]")) this.close(false);
    });
  }

  /** Fill the toolbar. */
  tools(host) {
    host.setAttribute("aria-label", t("tools"));
    const undo = make("button", "tool", { type: "button", "data-act": "undo" });
    undo.textContent = t("undo");
    undo.addEventListener("click", () => this.act("undo"));
    host.replaceChildren(undo, ...Object.keys(MENUS).map((name) => this.opener(name)));
    this.undo = undo;
  }

  opener(name) {
    const attributes = { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "data-menu": name };
    const button = make("button", "tool opens", attributes);
    button.textContent = t(name);
    button.addEventListener("click", () => {
      const isOpen = this.from === button;
      this.close(false);
      if (isOpen) return;
      const { left, bottom } = button.getBoundingClientRect();
      this.open(MENUS[name], left, bottom + 2, button);
    });
    return button;
  }

  context(x, y) {
    this.open(CONTEXT, x, y, null);
  }

  open(names, x, y, from) {
    this.close(false);
    this.from = from;
    from?.setAttribute("aria-expanded", "true");
    this.element.replaceChildren(...names.map((name) => (name ? this.item(name) : make("hr", "", { role: "separator" }))));
    this.element.hidden = false;
    const { offsetWidth, offsetHeight } = this.element;
    this.element.style.left = `${Math.max(4, Math.min(x, innerWidth - offsetWidth - 4))}px`;
    this.element.style.top = `${Math.max(4, Math.min(y, innerHeight - offsetHeight - 4))}px`;
    this.items[0]?.focus();
  }

  item(name) {
    const item = make("button", "item", { type: "button", role: "menuitem", "data-act": name });
    item.textContent = t(name);
    item.disabled = !this.isAble(name);
    return item;
  }

  get items() {
    return [...this.element.querySelectorAll(".item:not(:disabled)")];
  }

  choose(item) {
    if (!item || item.disabled) return;
    this.close(false);
    document.getElementById("grid").focus({ preventScroll: true });
    this.act(item.dataset.act);
  }

  close(isReturning) {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.from?.setAttribute("aria-expanded", "false");
    if (isReturning) (this.from || document.getElementById("grid")).focus();
    this.from = null;
  }

  onKey(event) {
    const items = this.items;
    const at = items.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") this.close(true);
    else if (next !== undefined) items[(next + items.length) % items.length]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
