// The editor over a cell, with the list of choices where the cell has one.

import { rememberColumn, rememberRow } from "./places.js";
import { entry, startText } from "./values.js";
import { make } from "./view.js";
import { t } from "./texts.js";

export class Editor {
  /** `onCommit({row, column, entry, text}, step)` gets what was typed and where to go next. */
  constructor(view, book, { onCommit, onCancel }) {
    Object.assign(this, { view, book, onCommit, onCancel });
    this.input = make("textarea", "editor", { rows: 1, spellcheck: "false", autocomplete: "off" });
    this.list = make("div", "choices", { role: "listbox", id: "choices" });
    this.hint = make("div", "hint", { role: "status" });
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("input", () => this.onInput());
    this.input.addEventListener("blur", () => setTimeout(() => this.isOpen && !this.isInside() && this.commit(0, 0)));
    this.list.addEventListener("pointerdown", (event) => this.onPick(event));
    this.at = null;
  }

  get isOpen() {
    return this.at !== null;
  }

  isInside() {
    return document.activeElement === this.input || document.querySelector("dialog[open]") !== null;
  }

  /** Open over a cell. `isReplacing`: what is typed takes the old text's place. */
  open(row, column, isReplacing) {
    const sheetId = this.view.sheet.id;
    const cell = this.book.cell(sheetId, row, column);
    const { outbox } = this.view;
    const typed = outbox.pending(sheetId, row, column);
    const pending = outbox.pendingColumns(sheetId, row);
    this.start = typed ?? startText(cell, this.book.comma);
    this.at = {
      sheetId, row, column, cell, isReplacing, isFollowing: typed !== undefined,
      memory: rememberRow(this.book, sheetId, row, new Set([column, ...pending])),
      columnMemory: rememberColumn(this.book, sheetId, column),
    };
    this.choices = choices(cell);
    if (this.choices.length) this.input.setAttribute("role", "combobox");
    else this.input.removeAttribute("role");
    this.input.value = isReplacing ? "" : this.start;
    this.input.setAttribute("aria-label", t("editing", { place: this.view.address() }));
    this.hint.textContent = "";
    this.attach();
    this.input.focus({ preventScroll: true });
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
    this.filter(this.choices);
  }

  /** Lay the editor over its cell: it scrolls along with it. */
  attach() {
    const { row, column } = this.at;
    const isFrozen = this.view.frozen.includes(row);
    const host = isFrozen ? this.view.head : this.view.body;
    const top = isFrozen ? this.view.element(row).offsetTop : this.view.line(row) * 28;
    this.box = make("div", "editing");
    this.box.style.left = `${this.view.left(column) - 1}px`;
    this.box.style.top = `${top - 1}px`;
    this.box.style.minWidth = `${(this.view.widths.get(column) || 100) + 2}px`;
    this.box.append(this.input, this.hint, this.list);
    host.append(this.box);
    this.fit();
  }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 220)}px`;
  }

  /** The open editor follows its cell when rows or columns have moved; text and cursor stay. */
  follow(row, column) {
    if (!this.isOpen || !this.box) return;
    const { selectionStart, selectionEnd } = this.input;
    this.at = { ...this.at, row, column };
    this.box.remove();
    this.attach();
    this.input.focus({ preventScroll: true });
    this.input.setSelectionRange(selectionStart, selectionEnd);
  }

  close() {
    this.at = null;
    this.box?.remove();
    this.box = null;
    this.view.grid.focus({ preventScroll: true });
  }

  cancel() {
    this.close();
    this.onCancel();
  }

  /** Hand over what was typed, unless nothing was changed or the list forbids it. */
  commit(down, right) {
    if (!this.isOpen) return;
    const text = this.input.value;
    const { cell, isReplacing } = this.at;
    if (cell?.d?.strict && text && !this.choices.includes(text)) {
      this.hint.textContent = t("onlyFromList");
      this.input.focus();
      return;
    }
    const sent = this.choices.includes(text) ? `'${text}` : entry(text, cell, !isReplacing);
    const written = text === this.start ? null : this.written(text, sent);
    this.close();
    this.onCommit(written, down, right);
  }

  /** The edit, with what stood there when the editor opened: others may have written meanwhile. */
  written(text, sent) {
    const { sheetId, row, column, cell, memory, columnMemory, isFollowing } = this.at;
    return {
      sheetId, row, column, text, entry: sent, seen: cell, isFollowing,
      memory: { ...memory, row }, columnMemory: { ...columnMemory, column },
    };
  }

  onInput() {
    this.fit();
    this.hint.textContent = "";
    const typed = this.input.value.trim().toLocaleLowerCase("da");
    this.filter(this.choices.filter((choice) => choice.toLocaleLowerCase("da").includes(typed)));
  }

  filter(choices) {
    this.offered = choices;
    this.picked = -1;
    this.list.replaceChildren(...choices.map((choice, at) => {
      const option = make("div", "choice", { role: "option", id: `choice-${at}`, "aria-selected": "false" });
      option.textContent = choice;
      return option;
    }));
    this.list.hidden = choices.length === 0;
    if (this.choices.length) this.input.setAttribute("aria-expanded", choices.length > 0);
    if (this.choices.length) this.input.setAttribute("aria-controls", "choices");
    this.input.removeAttribute("aria-activedescendant");
  }

  pick(at) {
    this.picked = Math.max(-1, Math.min(at, this.offered.length - 1));
    [...this.list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", index === this.picked);
      if (index === this.picked) option.scrollIntoView({ block: "nearest" });
    });
    if (this.picked >= 0) this.input.setAttribute("aria-activedescendant", `choice-${this.picked}`);
  }

  onPick(event) {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    this.input.value = option.textContent;
    this.commit(1, 0);
  }

  onKey(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    const act = this.action(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  action({ key, shiftKey, altKey, ctrlKey, metaKey }) {
    if (key === "Enter" && (altKey || ctrlKey || metaKey)) return () => this.insert("\n");
    if (key === "Enter") return () => { this.take(); this.commit(shiftKey ? -1 : 1, 0); };
    if (key === "Tab") return () => { this.take(); this.commit(0, shiftKey ? -1 : 1); };
    if (key === "Escape") return () => this.cancel();
    const hasList = this.offered.length > 0;
    if (hasList && key === "ArrowDown") return () => this.pick(this.picked + 1);
    if (hasList && key === "ArrowUp") return () => this.pick(this.picked - 1);
    const isQuick = this.at.isReplacing && !hasList;
    if (isQuick && key === "ArrowDown") return () => this.commit(1, 0);
    if (isQuick && key === "ArrowUp") return () => this.commit(-1, 0);
    return null;
  }

  take() {
    if (this.picked >= 0) this.input.value = this.offered[this.picked];
  }

  insert(text) {
    this.input.setRangeText(text, this.input.selectionStart, this.input.selectionEnd, "end");
    this.fit();
  }
}

function choices(cell) {
  if (cell?.d?.condition?.type !== "ONE_OF_LIST") return [];
  return cell.d.condition.values.map(({ userEnteredValue }) => userEnteredValue);
}
