// Changes of the sheet's shape and order, each with what takes it back.
//
// A command names its rows and columns by what stands in them. It is sent on the condition that nothing
// has changed since the page looked; otherwise the page looks again and finds them anew.

import { Problem } from "./api.js";
import { gridRange, range } from "./a1.js";
import { content, findColumn, findRow, rememberColumn, rememberRow } from "./places.js";

const MOST_TRIES = 8;
const MOST_KEPT = 400000;
const KEPT = "userEnteredValue,userEnteredFormat,note,dataValidation";
const NOTHING = new Set();

export class Commands {
  constructor(book) {
    this.book = book;
    this.done = [];
  }

  get canUndo() {
    return this.done.length > 0;
  }

  /** Remember how to take the last change back. */
  keep(undo) {
    this.done.push(undo);
    if (this.done.length > 50) this.done.shift();
  }

  async undo() {
    const undo = this.done.pop();
    if (undo) await undo();
  }

  /** Send the requests that `make` gives for the spreadsheet as it is now; the reply's version. */
  async send(make) {
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      const requests = await make();
      if (!requests) throw new Problem("moved");
      try {
        await this.book.api.post(`${this.book.api.spreadsheet}:batchUpdate`, { requests }, this.book.version);
        await this.book.refresh();
        return;
      } catch (problem) {
        if (problem.code !== "changed") throw problem;
        await this.book.refresh();
      }
    }
    throw new Problem("changed");
  }

  async insertRows(sheetId, { top, bottom }, isBelow) {
    const count = bottom - top + 1;
    const anchor = this.rows(sheetId, isBelow ? { top: bottom, bottom } : { top, bottom: top });
    let at = 0;
    await this.send(async () => {
      const found = await anchor();
      at = found && (isBelow ? found.bottom + 1 : found.top);
      return found && [insertion(sheetId, "ROWS", at, count, isBelow)];
    });
    this.keep(() => this.removeBlank(sheetId, "ROWS", at, count));
    return at;
  }

  async insertColumn(sheetId, column, isRight) {
    const anchor = this.column(sheetId, column);
    let at = 0;
    await this.send(async () => {
      const found = await anchor();
      at = found + (isRight ? 1 : 0);
      return found !== null && [insertion(sheetId, "COLUMNS", at, 1, isRight)];
    });
    this.keep(() => this.removeBlank(sheetId, "COLUMNS", at, 1));
    return at;
  }

  async deleteRows(sheetId, block) {
    const anchor = this.rows(sheetId, block);
    const above = block.top ? this.rows(sheetId, { top: block.top - 1, bottom: block.top - 1 }) : null;
    let kept = null;
    await this.send(async () => {
      const found = await anchor();
      if (!found) return null;
      const sheet = this.book.sheet(sheetId);
      kept = await this.snapshot(sheet, { ...found, left: 0, right: sheet.columns - 1 });
      return [deletion(sheetId, "ROWS", found.top, found.bottom + 1)];
    });
    if (kept) this.keep(() => this.send(async () => {
      const found = above ? await above() : { bottom: -1 };
      const at = found && found.bottom + 1;
      const count = block.bottom - block.top + 1;
      return found && [insertion(sheetId, "ROWS", at, count, at > 0), ...kept.back({ top: at, left: 0 })];
    }));
  }

  /** Delete the column that bears the remembered header. */
  async deleteColumn(sheetId, memory) {
    const anchor = this.column(sheetId, memory.column, memory);
    let kept = null;
    let at = 0;
    await this.send(async () => {
      at = await anchor();
      if (at === null) return null;
      const sheet = this.book.sheet(sheetId);
      kept = await this.snapshot(sheet, { top: 0, bottom: sheet.rows - 1, left: at, right: at });
      return [deletion(sheetId, "COLUMNS", at, at + 1)];
    });
    const version = this.book.version;
    if (kept) this.keep(() => this.send(async () => (this.isUntouched(version)
      && [insertion(sheetId, "COLUMNS", at, 1, at > 0), ...kept.back({ top: 0, left: at }), ...kept.metadata])));
  }

  async moveColumn(sheetId, column, step) {
    const anchor = this.column(sheetId, column);
    let target = 0;
    await this.send(async () => {
      const from = await anchor();
      target = from + step;
      const isInside = from !== null && target >= 0 && target < this.book.sheet(sheetId).columns;
      return isInside && [movement(sheetId, from, target)];
    });
    await this.book.need(sheetId, 0, 0);
    const moved = this.column(sheetId, target);
    this.keep(() => this.send(async () => {
      const from = await moved();
      return from !== null && [movement(sheetId, from, from - step)];
    }));
    return target;
  }

  /** Sort a block by one of its columns; false where it is too large to be taken back. */
  async sort(sheetId, makeBlock, column, order) {
    const anchor = this.column(sheetId, column);
    let kept = null;
    await this.send(async () => {
      const at = await anchor();
      const sheet = this.book.sheet(sheetId);
      if (at === null || !sheet) return null;
      const block = makeBlock(sheet);
      kept = await this.snapshot(sheet, block);
      return [{ sortRange: { range: gridRange(sheet, block), sortSpecs: [{ dimensionIndex: at, sortOrder: order }] } }];
    });
    if (!kept) return false;
    const version = this.book.version;
    this.keep(() => this.send(async () => this.isUntouched(version) && kept.back(kept.block)));
    return true;
  }

  /** Take a written edit back, where the cells still hold what was written. */
  keepEdit(edit) {
    if (!edit?.after?.length) return;
    this.keep(() => this.send(async () => {
      const sheet = this.book.sheet(edit.sheetId);
      if (!sheet) return null;
      await this.book.need(sheet.id, 0, 0);
      const requests = [];
      for (const cell of edit.after) {
        const row = await findRow(this.book, sheet, edit.rows.get(cell.at.row));
        const column = findColumn(this.book, sheet, edit.columns.get(cell.at.column), edit.rows.has(0));
        if (row === null || column === null) return null;
        if (content(this.book.cell(sheet.id, row, column)) !== cell.after) throw new Problem("edited");
        requests.push(restoration(sheet.id, row, column, cell.old));
      }
      return requests;
    }));
  }

  isUntouched(version) {
    if (this.book.version !== version) throw new Problem("edited");
    return true;
  }

  async removeBlank(sheetId, dimension, at, count) {
    await this.send(async () => {
      const sheet = this.book.sheet(sheetId);
      const rows = dimension === "ROWS" ? [at, at + count - 1] : [0, sheet.rows - 1];
      await this.book.need(sheetId, ...rows);
      for (let row = rows[0]; row <= rows[1]; row += 1) {
        const cells = this.book.row(sheetId, row) || [];
        const mine = dimension === "ROWS" ? cells : cells.slice(at, at + count);
        if (mine.some((cell) => content(cell))) throw new Problem("edited");
      }
      return [deletion(sheetId, dimension, at, at + count)];
    });
  }

  /** A function that finds these rows again, as `{top, bottom}`, or null. */
  rows(sheetId, { top, bottom }) {
    const first = rememberRow(this.book, sheetId, top, NOTHING);
    const last = rememberRow(this.book, sheetId, bottom, NOTHING);
    return async () => {
      const sheet = this.book.sheet(sheetId);
      const found = sheet && { top: await findRow(this.book, sheet, first), bottom: await findRow(this.book, sheet, last) };
      const isWhole = found && found.top !== null && found.bottom !== null && found.bottom - found.top === bottom - top;
      return isWhole ? found : null;
    };
  }

  /** A function that finds this column again, or null. */
  column(sheetId, column, memory = rememberColumn(this.book, sheetId, column)) {
    return async () => {
      const sheet = this.book.sheet(sheetId);
      if (!sheet) return null;
      await this.book.need(sheetId, 0, 0);
      return findColumn(this.book, sheet, memory);
    };
  }

  /** What a block holds, with `back(place)`: the requests that lay it down again. Null where it is too large. */
  async snapshot(sheet, block) {
    const fields = `sheets(data(rowData(values(${KEPT})),columnMetadata(developerMetadata)))`;
    const { data } = await this.book.api.get(this.book.api.spreadsheet, { ranges: range(sheet, block), fields });
    const [{ rowData = [], columnMetadata = [] } = {}] = data.sheets?.[0]?.data || [];
    // What follows the last filled row and column is blank, before a change as after it.
    const width = Math.max(0, ...rowData.map(({ values = [] }) => values.length));
    if (rowData.length * width > MOST_KEPT) return null;
    const rows = rowData.map(({ values = [] }) => (
      { values: Array.from({ length: width }, (_, column) => values[column] || {}) }));
    const start = ({ top, left }) => ({ sheetId: sheet.id, rowIndex: top, columnIndex: left });
    return {
      block,
      back: (place) => (rows.length ? [{ updateCells: { start: start(place), rows, fields: KEPT } }] : []),
      metadata: columnMetadata.flatMap(({ developerMetadata = [] }) => developerMetadata)
        .map((developerMetadata) => ({ createDeveloperMetadata: { developerMetadata } })),
    };
  }
}

function insertion(sheetId, dimension, at, count, inheritFromBefore) {
  const span = { sheetId, dimension, startIndex: at, endIndex: at + count };
  return { insertDimension: { range: span, inheritFromBefore } };
}

function deletion(sheetId, dimension, startIndex, endIndex) {
  return { deleteDimension: { range: { sheetId, dimension, startIndex, endIndex } } };
}

function movement(sheetId, from, to) {
  const source = { sheetId, dimension: "COLUMNS", startIndex: from, endIndex: from + 1 };
  return { moveDimension: { source, destinationIndex: to > from ? to + 1 : to } };
}

function restoration(sheetId, rowIndex, columnIndex, old) {
  const cell = { userEnteredValue: old?.v, userEnteredFormat: old?.n ? { numberFormat: old.n } : undefined };
  const fields = "userEnteredValue,userEnteredFormat.numberFormat";
  return { updateCells: { start: { sheetId, rowIndex, columnIndex }, rows: [{ values: [cell] }], fields } };
}
