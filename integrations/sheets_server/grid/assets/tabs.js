// The tabs of the spreadsheet.

import { t } from "./texts.js";
import { make } from "./view.js";

export class Tabs {
  constructor(choose) {
    this.host = document.getElementById("tabs");
    this.host.addEventListener("click", ({ target }) => {
      const tab = target.closest("[role=tab]");
      if (tab) choose(Number(tab.dataset.sheet));
    });
    this.host.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      const all = [...this.host.children];
      const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
      choose(Number(next.dataset.sheet));
      this.host.querySelector("[aria-selected=true]").focus();
    });
  }

  show(sheets, current) {
    const hadFocus = this.host.contains(document.activeElement);
    this.host.setAttribute("aria-label", t("tabs"));
    this.host.replaceChildren(...sheets.filter((sheet) => !sheet.hidden).map((sheet) => {
      const isCurrent = sheet.id === current;
      const attributes = {
        role: "tab", type: "button", "data-sheet": sheet.id, "aria-controls": "grid",
        "aria-selected": isCurrent, tabindex: isCurrent ? 0 : -1,
      };
      const tab = make("button", "tab", attributes);
      tab.textContent = sheet.title;
      return tab;
    }));
    if (hadFocus) this.host.querySelector("[aria-selected=true]")?.focus();
  }
}
