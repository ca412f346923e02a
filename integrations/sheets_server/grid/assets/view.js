// The grid on the screen: only the rows in sight exist, however many the sheet has.

import { a1, letters } from "./a1.js";
import { isNumeric, shown } from "./values.js";

export const ROW_HEIGHT = 28;
const HEADER_WIDTH = 46;
const MARGIN = 8;
const USUAL_WIDTH = 100;
const NARROWEST = 76;
const WIDEST = 210;
const FITTED_ROWS = 40;

export class View {
  constructor(book, outbox, selection) {
    this.book = book;
    this.outbox = outbox;
    this.selection = selection;
    this.grid = document.getElementById("grid");
    this.head = document.getElementById("head");
    this.body = document.getElementById("body");
    this.sheet = null;
    this.drawn = new Map();
    this.fitted = new Map();
    this.grid.addEventListener("scroll", () => this.render(), { passive: true });
    new ResizeObserver(() => this.sheet && this.arrange()).observe(this.grid);
  }

  /** Show a sheet as the book has it now. */
  show(sheet) {
    this.sheet = sheet;
    this.arrange();
    this.selection.clip(sheet);
    this.paint();
  }

  /** Compute what lies where. */
  arrange() {
    const { sheet } = this;
    this.frozen = visible(0, Math.min(sheet.frozenRows, 5), sheet.hiddenRows);
    this.lines = visible(Math.min(sheet.frozenRows, 5), sheet.rows, sheet.hiddenRows);
    this.columns = visible(0, sheet.columns, sheet.hiddenColumns);
    this.widths = new Map(this.columns.map((column) => [column, this.width(column)]));
    this.template = `${HEADER_WIDTH}px ${this.columns.map((column) => `${this.widths.get(column)}px`).join(" ")}`;
    this.total = HEADER_WIDTH + [...this.widths.values()].reduce((sum, width) => sum + width, 0);
    this.head.style.width = `${this.total}px`;
    this.body.style.width = `${this.total}px`;
    this.body.style.height = `${this.lines.length * ROW_HEIGHT}px`;
    this.grid.setAttribute("aria-rowcount", sheet.rows + 1);
    this.grid.setAttribute("aria-colcount", sheet.columns + 1);
    this.grid.setAttribute("aria-label", sheet.title);
    this.lefts = this.freeze();
  }

  /** Left edges of the frozen columns, as long as they leave most of the screen free. */
  freeze() {
    const lefts = new Map();
    let left = HEADER_WIDTH;
    for (const column of this.columns.filter((at) => at < this.sheet.frozenColumns)) {
      if (left + this.widths.get(column) > this.grid.clientWidth / 2) break;
      lefts.set(column, left);
      left += this.widths.get(column);
    }
    return lefts;
  }

  /** The width that people gave a column, or one that fits its header and first rows. */
  width(column) {
    const given = this.sheet.widths[column];
    if (given && given !== USUAL_WIDTH) return given;
    const header = shown(this.book.cell(this.sheet.id, 0, column));
    const key = `${this.sheet.id}:${column}:${header}`;
    if (this.book.row(this.sheet.id, 1) && !this.fitted.has(key)) this.fitted.set(key, this.fitting(column, header));
    return this.fitted.get(key) || NARROWEST;
  }

  fitting(column, header) {
    let width = header.length * 8.6 + 18;
    for (let row = 1; row <= Math.min(FITTED_ROWS, this.sheet.rows - 1); row += 1) {
      const cell = this.book.cell(this.sheet.id, row, column);
      width = Math.max(width, shown(cell).split("\n")[0].length * 7.6 + (cell?.d ? 34 : 18));
    }
    return Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)));
  }

  /** Draw everything anew, after data or shape have changed. */
  paint() {
    for (const element of this.drawn.values()) element.remove();
    this.drawn.clear();
    this.head.replaceChildren(this.letterRow(), ...this.frozen.map((row) => this.rowElement(row)));
    this.render();
    this.mark();
  }

  /** Draw the rows in sight; ask for those not loaded. */
  render() {
    if (!this.sheet) return;
    const top = Math.floor(this.grid.scrollTop / ROW_HEIGHT) - MARGIN;
    const count = Math.ceil(this.grid.clientHeight / ROW_HEIGHT) + 2 * MARGIN;
    const wanted = this.lines.slice(Math.max(0, top), Math.max(0, top) + count);
    const keep = new Set(wanted);
    for (const [row, element] of this.drawn) {
      if (keep.has(row)) continue;
      element.remove();
      this.drawn.delete(row);
    }
    const fresh = wanted.filter((row) => !this.drawn.has(row));
    for (const row of fresh) this.drawn.set(row, this.rowElement(row));
    this.body.append(...fresh.map((row) => this.drawn.get(row)));
    if (fresh.length) this.mark(fresh);
    this.inSight = { first: wanted[0] ?? 0, last: wanted.at(-1) ?? 0 };
    this.onSight?.(this.inSight);
  }

  letterRow() {
    const row = make("div", "row letters", { role: "row", "aria-rowindex": 1 });
    row.style.gridTemplateColumns = this.template;
    row.append(make("div", "corner", { role: "columnheader", "aria-colindex": 1, "data-corner": "" }));
    for (const column of this.columns) {
      const cell = make("div", "letter", { role: "columnheader", "aria-colindex": column + 2, "data-letter": column });
      cell.textContent = letters(column);
      this.stick(cell, column);
      row.append(cell);
    }
    return row;
  }

  rowElement(row) {
    const element = make("div", "row", { role: "row", "aria-rowindex": row + 2, "data-row": row });
    element.style.gridTemplateColumns = this.template;
    if (!this.frozen.includes(row)) element.style.top = `${this.line(row) * ROW_HEIGHT}px`;
    else element.classList.add("frozen");
    const number = make("div", "number", { role: "rowheader", "aria-colindex": 1, "data-number": row });
    number.textContent = row + 1;
    const cells = this.book.row(this.sheet.id, row);
    element.append(number, ...this.columns.map((column) => this.cellElement(row, column, cells)));
    if (!cells) element.classList.add("loading");
    return element;
  }

  cellElement(row, column, cells) {
    const cell = cells?.[column];
    const typed = this.outbox.pending(this.sheet.id, row, column);
    const attributes = { role: "gridcell", id: `cell-${row}-${column}`, "aria-colindex": column + 2 };
    const element = make("div", "cell", { ...attributes, "data-column": column });
    element.textContent = typed ?? shown(cell);
    if (typed !== undefined) element.classList.add("pending");
    if (isNumeric(cell)) element.classList.add("numeric");
    if (cell?.e?.errorValue) element.classList.add("error");
    if (cell?.d?.condition?.type === "ONE_OF_LIST") element.classList.add("choice");
    if (cell?.note) element.classList.add("noted");
    this.stick(element, column);
    return element;
  }

  stick(element, column) {
    if (!this.lefts.has(column)) return;
    element.classList.add("fixed");
    element.style.left = `${this.lefts.get(column)}px`;
  }

  /** Show the selection on the rows that are drawn. */
  mark(rows = null) {
    const { block, anchor } = this.selection;
    for (const row of rows || [...this.frozen, ...this.drawn.keys()]) {
      const element = this.element(row);
      const isInRows = row >= block.top && row <= block.bottom;
      element?.classList.toggle("chosen", isInRows);
      for (const cell of element?.querySelectorAll(".cell") || []) {
        const column = Number(cell.dataset.column);
        const isChosen = isInRows && column >= block.left && column <= block.right;
        cell.classList.toggle("selected", isChosen);
        cell.classList.toggle("active", row === anchor.row && column === anchor.column);
        cell.setAttribute("aria-selected", isChosen);
      }
    }
    for (const letter of this.head.querySelectorAll(".letter")) {
      const column = Number(letter.dataset.letter);
      letter.classList.toggle("chosen", column >= block.left && column <= block.right);
    }
    this.grid.setAttribute("aria-activedescendant", `cell-${anchor.row}-${anchor.column}`);
  }

  element(row) {
    return this.drawn.get(row) || this.head.querySelector(`[data-row="${row}"]`);
  }

  cellAt(row, column) {
    return this.element(row)?.querySelector(`[data-column="${column}"]`) || null;
  }

  /** Scroll so that a cell is in sight. */
  reveal(row, column) {
    const headHeight = this.head.offsetHeight;
    if (!this.frozen.includes(row)) {
      const top = this.line(row) * ROW_HEIGHT;
      const room = this.grid.clientHeight - headHeight - ROW_HEIGHT;
      if (top < this.grid.scrollTop) this.grid.scrollTop = top;
      else if (top > this.grid.scrollTop + room) this.grid.scrollTop = top - room;
    }
    if (!this.lefts.has(column)) this.revealColumn(column);
    this.render();
  }

  revealColumn(column) {
    const fixed = HEADER_WIDTH + [...this.lefts.keys()].reduce((sum, at) => sum + this.widths.get(at), 0);
    const left = this.left(column);
    const right = left + (this.widths.get(column) || 0);
    if (left - fixed < this.grid.scrollLeft) this.grid.scrollLeft = left - fixed;
    else if (right > this.grid.scrollLeft + this.grid.clientWidth) this.grid.scrollLeft = right - this.grid.clientWidth;
  }

  left(column) {
    let left = HEADER_WIDTH;
    for (const at of this.columns) {
      if (at >= column) break;
      left += this.widths.get(at);
    }
    return left;
  }

  /** The position of a row among the visible ones. */
  line(row) {
    let low = 0;
    let high = this.lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.lines[middle] < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** How many rows a page is. */
  get page() {
    return Math.max(1, Math.floor((this.grid.clientHeight - this.head.offsetHeight) / ROW_HEIGHT) - 1);
  }

  /** The cell, row number or column letter under an event, as `{row, column}` with null for "all". */
  place(event) {
    const target = event.target.closest?.("[data-column],[data-number],[data-letter],[data-corner]");
    if (!target || !this.grid.contains(target)) return null;
    if ("corner" in target.dataset) return { row: null, column: null };
    if ("letter" in target.dataset) return { row: null, column: Number(target.dataset.letter) };
    const row = Number(target.closest("[data-row]").dataset.row);
    return { row, column: "number" in target.dataset ? null : Number(target.dataset.column) };
  }

  address() {
    const { block, isSingle, anchor } = this.selection;
    return isSingle ? a1(anchor.row, anchor.column) : `${a1(block.top, block.left)}:${a1(block.bottom, block.right)}`;
  }
}

/** An element with a class and attributes. */
export function make(tag, className = "", attributes = {}) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function visible(from, to, hidden) {
  const list = [];
  for (let at = from; at < to; at += 1) if (!hidden.has(at)) list.push(at);
  return list;
}
