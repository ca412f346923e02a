// What the menus, the keys and the editor set in motion.

import { a1, touches } from "./a1.js";
import { ask } from "./dialog.js";
import { choose, save, upload } from "./files.js";
import { content, rememberColumn } from "./places.js";
import { sayProblem, t } from "./texts.js";
import { shown } from "./values.js";

export class Actions {
  constructor(page) {
    Object.assign(this, page);
  }

  get sheetId() {
    return this.view.sheet.id;
  }

  /** Do what a menu item says, one after the other; whatever goes wrong is said in words. */
  act(name) {
    this.turn = (this.turn || Promise.resolve()).then(() => this.take(name));
    return this.turn;
  }

  async take(name) {
    if (!this.isAble(name)) return;
    this.editor.commit(0, 0);
    try {
      await this.whenWritten();
      await this[name]();
    } catch (problem) {
      this.status.tell(sayProblem(problem), true);
    }
  }

  isAble(name) {
    const { block, whole } = this.selection;
    const { sheet } = this.view;
    if (!sheet) return false;
    if (name === "moveLeft") return block.left > 0;
    if (name === "moveRight") return block.left < sheet.columns - 1;
    if (name === "sortPartUp" || name === "sortPartDown") return block.bottom > block.top && whole === null;
    if (name === "deleteRows") return block.bottom - block.top + 1 < sheet.rows;
    if (name === "deleteColumn") return sheet.columns > 1;
    return true;
  }

  /** A change of shape waits for what is typed, so that both land where they were meant. */
  async whenWritten() {
    await this.outbox.run();
    if (this.outbox.size && this.outbox.problem) throw this.outbox.problem;
  }

  /** After a change: load what is in sight and draw. */
  async shaped(row, column) {
    this.afterRefresh();
    if (row !== undefined) this.go(row, column);
    this.status.tell(t("saved"));
  }

  async write(cells) {
    if (!cells.length || !(await this.mayWrite(cells))) return;
    try {
      const edit = await this.outbox.put(cells[0].sheetId ?? this.sheetId, cells);
      if (edit) this.commands.keepEdit(edit);
      if (edit) this.status.tell(t("saved"));
    } catch (problem) {
      const text = cells.map((cell) => cell.text).join(" ");
      const place = a1(cells[0].row, cells[0].column);
      this.status.tell(t("notWritten", { place, text, reason: sayProblem(problem) }), true);
    }
  }

  async mayWrite(cells) {
    const { protectedRanges } = this.view.sheet;
    const isHit = (area) => cells.some(({ row, column }) => touches(area.range || {}, { top: row, bottom: row, left: column, right: column }));
    const hit = protectedRanges.find(isHit);
    return hit ? this.mayTouch(hit) : true;
  }

  async mayTouch(area) {
    const note = area.description ? ` (${area.description})` : "";
    if (!area.warningOnly && area.requestingUserCanEdit === false) {
      await ask({ title: t("protectedTitle"), text: t("protectedHard", { note }), buttons: [{ value: "", label: t("ok"), isMain: true }] });
      return false;
    }
    if (!area.warningOnly) return true;
    const buttons = [{ value: "", label: t("cancel"), isMain: true }, { value: "yes", label: t("yesChange") }];
    return (await ask({ title: t("protectedTitle"), text: t("protectedText", { note }), buttons })) === "yes";
  }

  async undo() {
    if (!this.commands.canUndo) {
      this.status.tell(t("nothingToUndo"));
      return;
    }
    await this.commands.undo();
    this.afterRefresh();
    this.status.tell(t("undone"));
  }

  edit() {
    const { row, column } = this.selection.anchor;
    this.openEditor(row, column, false);
  }

  rename() {
    const { column } = this.selection.anchor;
    this.go(0, column);
    this.openEditor(0, column, false);
  }

  async clear() {
    const { block } = this.selection;
    await this.book.need(this.sheetId, block.top, Math.min(block.bottom, this.view.sheet.rows - 1));
    const cells = [];
    for (let row = block.top; row <= block.bottom; row += 1) {
      for (let column = block.left; column <= block.right; column += 1) {
        if (content(this.book.cell(this.sheetId, row, column))) cells.push({ row, column, entry: "", text: "" });
      }
    }
    this.write(cells);
  }

  insertAbove() { return this.insertRows(false); }

  insertBelow() { return this.insertRows(true); }

  async insertRows(isBelow) {
    const { block, anchor } = this.selection;
    const at = await this.commands.insertRows(this.sheetId, block, isBelow);
    await this.shaped(at, anchor.column);
  }

  async deleteRows() {
    const { block, anchor } = this.selection;
    const count = block.bottom - block.top + 1;
    if (count > 1 && !(await this.confirmDeletion("deleteRows", { count }))) return;
    await this.book.need(this.sheetId, block.top, block.bottom);
    await this.commands.deleteRows(this.sheetId, { top: block.top, bottom: block.bottom });
    await this.shaped(block.top, anchor.column);
  }

  insertLeft() { return this.insertColumn(false); }

  insertRight() { return this.insertColumn(true); }

  async insertColumn(isRight) {
    const { anchor } = this.selection;
    const at = await this.commands.insertColumn(this.sheetId, anchor.column, isRight);
    await this.shaped(anchor.row, at);
  }

  async deleteColumn() {
    const { anchor: { row, column } } = this.selection;
    const sheetId = this.sheetId;
    const name = shown(this.book.cell(sheetId, 0, column)) || a1(0, column).replace("1", "");
    const memory = rememberColumn(this.book, sheetId, column);
    if (!(await this.confirmDeletion("deleteColumn", { name }))) return;
    await this.commands.deleteColumn(sheetId, memory);
    await this.shaped(row, column);
  }

  async confirmDeletion(what, params) {
    const buttons = [{ value: "", label: t("cancel"), isMain: true }, { value: "yes", label: t("yesDelete") }];
    return (await ask({ title: t(`${what}Title`, params), text: t(`${what}Text`), buttons })) === "yes";
  }

  moveLeft() { return this.moveColumn(-1); }

  moveRight() { return this.moveColumn(1); }

  async moveColumn(step) {
    const { anchor } = this.selection;
    const at = await this.commands.moveColumn(this.sheetId, anchor.column, step);
    await this.shaped(anchor.row, at);
  }

  sortUp() { return this.sort("ASCENDING", wholeSheet); }

  sortDown() { return this.sort("DESCENDING", wholeSheet); }

  sortPartUp() { return this.sort("ASCENDING", () => this.selection.block); }

  sortPartDown() { return this.sort("DESCENDING", () => this.selection.block); }

  async sort(order, makeBlock) {
    const { column } = this.selection.anchor;
    const isKept = await this.commands.sort(this.sheetId, makeBlock, column, order);
    await this.shaped();
    if (!isKept) this.status.tell(t("tooLargeToUndo"));
  }

  async importFile() {
    const file = await choose(document.getElementById("file"));
    if (!file) return;
    this.status.tell(t("working"));
    const sheets = await upload(this.book.api, file);
    await this.book.refresh();
    this.showTab(sheets[0].sheetId);
    this.status.tell(t("imported", { titles: sheets.map((sheet) => sheet.title).join(", ") }));
  }

  exportXlsx() {
    return this.export("export.xlsx", {}, this.book.title);
  }

  exportCsv() {
    const { title } = this.view.sheet;
    return this.export("export.csv", { gid: this.sheetId }, `${this.book.title} – ${title}`);
  }

  async export(name, query, title) {
    this.status.tell(t("working"));
    await save(this.book.api, name, query, title);
    this.status.tell("");
  }
}

/** All rows below the header: the frozen rows, or the first where none is frozen. */
function wholeSheet(sheet) {
  const top = Math.min(Math.max(sheet.frozenRows, 1), sheet.rows - 1);
  return { top, left: 0, bottom: sheet.rows - 1, right: sheet.columns - 1 };
}
