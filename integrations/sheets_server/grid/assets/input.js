// Keys and pointer on the grid.

import { stepped } from "./selection.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Input {
  constructor(page) {
    Object.assign(this, page);
    const { grid } = this.view;
    grid.addEventListener("keydown", (event) => this.onKey(event));
    grid.addEventListener("pointerdown", (event) => this.onDown(event));
    grid.addEventListener("pointermove", (event) => this.onMove(event));
    addEventListener("pointerup", () => { this.isDragging = false; });
    grid.addEventListener("dblclick", (event) => this.onDouble(event));
    grid.addEventListener("click", (event) => this.onTap(event));
    grid.addEventListener("contextmenu", (event) => this.onContext(event));
    for (const name of ["copy", "cut", "paste"]) document.addEventListener(name, (event) => this.onClipboard(event));
  }

  onKey(event) {
    if (this.editor.isOpen || !this.view.sheet) return;
    const act = this.action(event);
    if (!act) return;
    if (act !== "type") {
      event.preventDefault();
      act();
      return;
    }
    // The key itself then lands in the empty editor: so dead keys and accents work.
    const { row, column } = this.selection.anchor;
    this.openEditor(row, column, true);
  }

  action(event) {
    const { key, shiftKey } = event;
    const isControl = event.ctrlKey || event.metaKey;
    if (ARROWS[key]) return () => this.move(...ARROWS[key], shiftKey, isControl);
    if (isControl) return this.shortcut(key.toLowerCase(), shiftKey);
    if (event.altKey) return null;
    if (shiftKey && key === "F10" || key === "ContextMenu") return () => this.openContext();
    const simple = this.simple(key, shiftKey);
    if (simple) return simple;
    return [...key].length === 1 || key === "Dead" || key === "Process" ? "type" : null;
  }

  simple(key, isExtending) {
    const { row, column } = this.selection.focus;
    const { sheet, page } = this.view;
    const all = {
      Enter: () => this.actions.edit(),
      F2: () => this.actions.edit(),
      Tab: () => this.move(0, isExtending ? -1 : 1, false, false),
      Home: () => this.go(row, this.edge(-1), isExtending),
      End: () => this.go(row, this.edge(1), isExtending),
      PageUp: () => this.go(stepped(row, -page, sheet.rows, sheet.hiddenRows), column, isExtending),
      PageDown: () => this.go(stepped(row, page, sheet.rows, sheet.hiddenRows), column, isExtending),
      Delete: () => this.actions.act("clear"),
      Backspace: () => this.actions.act("clear"),
    };
    // Tab out of the last cell leaves the grid, so that the keyboard is never caught.
    const isLeaving = key === "Tab" && column === this.edge(isExtending ? -1 : 1);
    return isLeaving ? null : all[key];
  }

  shortcut(key, isExtending) {
    const { sheet } = this.view;
    const all = {
      z: () => this.actions.act("undo"),
      a: () => this.span({ row: 0, column: 0 }, { row: sheet.rows - 1, column: sheet.columns - 1 }, "all"),
      home: () => {
        this.view.grid.scrollTop = 0;
        this.go(0, this.edge(-1), isExtending);
      },
      end: () => this.go(this.view.lines.at(-1) ?? 0, this.edge(1), isExtending),
    };
    return all[key] || null;
  }

  edge(side) {
    const { columns } = this.view;
    return side < 0 ? columns[0] ?? 0 : columns.at(-1) ?? 0;
  }

  move(down, right, isExtending, isFar) {
    const { sheet } = this.view;
    const { row, column } = isExtending ? this.selection.focus : this.selection.anchor;
    const far = isFar ? this.book.sheet(sheet.id).rows + sheet.columns : 1;
    const toRow = isFar && down ? this.filledEnd(row, column, down) : stepped(row, down * far, sheet.rows, sheet.hiddenRows);
    const toColumn = stepped(column, right * far, sheet.columns, sheet.hiddenColumns);
    this.go(toRow, toColumn, isExtending);
  }

  /** Ctrl+arrow: the last filled row in this direction, or the sheet's end. */
  filledEnd(row, column, direction) {
    const { sheet } = this.view;
    const isFilled = (at) => Boolean(this.book.cell(sheet.id, at, column)?.v);
    const next = (at) => stepped(at, direction, sheet.rows, sheet.hiddenRows);
    let at = next(row);
    const wanted = isFilled(at);
    while (next(at) !== at && isFilled(next(at)) === wanted) at = next(at);
    return !wanted && next(at) !== at ? next(at) : at;
  }

  openContext() {
    const { row, column } = this.selection.anchor;
    const box = (this.view.cellAt(row, column) || this.view.grid).getBoundingClientRect();
    this.menu.context(box.left + 8, Math.min(box.bottom, innerHeight - 20));
  }

  onDown(event) {
    if (event.target.closest(".editing") || event.button !== 0) return;
    const place = this.view.place(event);
    if (!place) return;
    if (this.editor.isOpen) this.editor.commit(0, 0);
    const { anchor } = this.selection;
    this.isAgain = this.selection.isSingle && place.row === anchor.row && place.column === anchor.column;
    this.choose(place, event.shiftKey);
    this.isDragging = event.pointerType === "mouse" && place.row !== null && place.column !== null;
  }

  onMove(event) {
    if (!this.isDragging || !(event.buttons & 1)) return;
    const place = this.view.place(event);
    if (place?.row == null || place.column == null) return;
    const { focus } = this.selection;
    if (place.row !== focus.row || place.column !== focus.column) this.go(place.row, place.column, true);
  }

  choose({ row, column }, isExtending) {
    const { sheet } = this.view;
    const { anchor } = this.selection;
    const last = { row: sheet.rows - 1, column: sheet.columns - 1 };
    if (row === null && column === null) this.span({ row: 0, column: 0 }, last, "all");
    else if (row === null) this.span({ row: 0, column: isExtending ? anchor.column : column }, { row: last.row, column }, "columns");
    else if (column === null) this.span({ row: isExtending ? anchor.row : row, column: 0 }, { row, column: last.column }, "rows");
    else this.go(row, column, isExtending);
  }

  /** On a phone, a tap on the chosen cell opens it: there is no keyboard to type on before. */
  onTap(event) {
    if (event.pointerType === "touch" && this.isAgain) this.onDouble(event);
  }

  onDouble(event) {
    const place = this.view.place(event);
    if (place?.row != null && place.column != null && !this.editor.isOpen) this.openEditor(place.row, place.column, false);
  }

  onContext(event) {
    const place = this.view.place(event);
    if (!place || event.target.closest(".editing")) return;
    event.preventDefault();
    const { block } = this.selection;
    const isInside = place.row !== null && place.column !== null
      && place.row >= block.top && place.row <= block.bottom && place.column >= block.left && place.column <= block.right;
    const isSameWhole = place.row === null ? this.selection.whole === "columns" && place.column >= block.left && place.column <= block.right
      : place.column === null && this.selection.whole === "rows" && place.row >= block.top && place.row <= block.bottom;
    if (!isInside && !isSameWhole) this.choose(place, false);
    this.menu.context(event.clientX, event.clientY);
  }

  onClipboard(event) {
    if (this.editor.isOpen || document.activeElement !== this.view.grid) return;
    const { block } = this.selection;
    const { sheet } = this.view;
    if (event.type === "paste") {
      event.preventDefault();
      this.paste(event.clipboardData.getData("text/plain"));
      return;
    }
    if (!this.book.isLoaded(sheet.id, block.top, block.bottom)) {
      event.preventDefault();
      this.book.need(sheet.id, block.top, block.bottom).catch(() => {});
      this.status.tell(this.t("loadRowsFirst"), true);
      return;
    }
    this.clipboard.copy(event, sheet.id, block);
    this.status.tell(this.t("copied"));
    if (event.type === "cut") this.actions.act("clear");
  }

  async paste(text) {
    const { sheet } = this.view;
    const { block } = this.selection;
    if (!text) return;
    const last = block.top + text.split("\n").length;
    await this.book.need(sheet.id, block.top, Math.min(last, sheet.rows - 1)).catch(() => {});
    const cells = this.clipboard.paste(text, sheet.id, block);
    await this.actions.write(cells.filter(({ row, column }) => row < sheet.rows && column < sheet.columns));
  }
}
