// Typed text on its way to the server: kept until it is there, on the row and column it was typed for.
//
// Each write is conditional on the version of the spreadsheet that the page has seen. If somebody was
// faster, the page looks again, finds the row by what stands in it, and only then writes.

import { Problem } from "./api.js";
import { range } from "./a1.js";
import { content, findColumn, findRow, rememberColumn, rememberRow } from "./places.js";

const MOST_TRIES = 12;

export class Outbox {
  /** `ask(question)` settles a conflict with true (write mine) or false; `tell` shows what happens. */
  constructor(book, { ask, onChange }) {
    this.book = book;
    this.ask = ask;
    this.onChange = onChange;
    this.waiting = [];
    this.running = null;
    this.problem = null;
  }

  /** Text that is typed but not yet on the server, to be shown in its cell. */
  pending(sheetId, row, column) {
    for (let at = this.waiting.length - 1; at >= 0; at -= 1) {
      const edit = this.waiting[at];
      const cell = edit.sheetId === sheetId && edit.cells.get(`${row}:${column}`);
      if (cell) return cell.text;
    }
    return undefined;
  }

  /** The columns of a row in which typed text is on its way: what stands there is about to change. */
  pendingColumns(sheetId, row) {
    const cells = this.waiting.filter((edit) => edit.sheetId === sheetId).flatMap((edit) => [...edit.cells.values()]);
    return new Set(cells.filter((cell) => cell.at.row === row).map((cell) => cell.at.column));
  }

  get size() {
    return this.waiting.length;
  }

  /** Write cells `[{row, column, entry, text}]`; resolves with the edit once it is on the server. */
  put(sheetId, cells) {
    const edit = this.makeEdit(sheetId, cells);
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...edit, resolve, reject });
      this.onChange();
      this.run();
    });
  }

  /** Send what waits, in order; stops where the server is gone and goes on at the next call. */
  run() {
    this.running ||= this.drain().finally(() => { this.running = null; });
    return this.running;
  }

  async drain() {
    while (this.waiting.length) {
      const edit = this.waiting[0];
      try {
        const isWritten = await this.send(edit);
        this.problem = null;
        this.waiting.shift();
        edit.resolve(isWritten ? edit : null);
      } catch (problem) {
        this.problem = problem;
        if (problem.passing) return;
        this.waiting.shift();
        edit.reject(problem);
      } finally {
        this.onChange();
      }
    }
  }

  async send(edit) {
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      try {
        return await this.attempt(edit);
      } catch (problem) {
        if (problem.code !== "changed") throw problem;
        await this.book.refresh();
      }
    }
    return this.attempt(edit);
  }

  async attempt(edit) {
    const cells = await this.settle(edit);
    if (!cells.length) return false;
    const sheet = this.book.sheet(edit.sheetId);
    const body = { valueInputOption: "USER_ENTERED", data: ranges(sheet, cells) };
    const { version } = await this.book.api.post(`${this.book.api.spreadsheet}/values:batchUpdate`, body, this.book.version);
    this.book.version = version;
    await this.reload(sheet, cells);
    edit.after = cells.map((cell) => ({ ...cell, after: content(this.book.cell(sheet.id, cell.row, cell.column)) }));
    return true;
  }

  /** The rows that were written, as the server has them now; a failure here is the next poll's matter. */
  async reload(sheet, cells) {
    const rows = [...new Set(cells.map((cell) => cell.row))];
    this.book.forget(sheet.id, rows);
    await this.book.need(sheet.id, Math.min(...rows), Math.max(...rows)).catch(() => {});
  }

  /** The cells to write, at today's places; what is there already is left out, a conflict is asked about. */
  async settle(edit) {
    const sheet = this.book.sheet(edit.sheetId);
    if (!sheet) throw new Problem("nosheet", [...edit.cells.values()].map((cell) => cell.text).join(" "));
    await this.book.need(sheet.id, 0, 0);
    const moved = await this.move(edit, sheet);
    const open = moved.filter((cell) => cell.row === null || !isThere(this.book, sheet, cell));
    const clash = open.find((cell) => cell.row === null || this.isForeign(sheet, cell));
    if (clash && !edit.isForced) {
      const theirs = clash.row === null ? null : this.book.cell(sheet.id, clash.row, clash.column);
      if (!(await this.ask({ clash, theirs, count: open.length }))) return [];
      edit.isForced = true;
    }
    return open.map((cell) => (cell.row === null ? { ...cell, row: cell.at.row, column: cell.at.column } : cell));
  }

  /** True where the cell holds neither what it held when the edit began nor an earlier edit of one's own. */
  isForeign(sheet, { row, column, before }) {
    return before !== null && content(this.book.cell(sheet.id, row, column)) !== before;
  }

  makeEdit(sheetId, cells) {
    const { book } = this;
    const columns = new Set(cells.map((cell) => cell.column));
    const row = (cell) => cell.memory
      || rememberRow(book, sheetId, cell.row, new Set([...columns, ...this.pendingColumns(sheetId, cell.row)]));
    const column = (cell) => cell.columnMemory || rememberColumn(book, sheetId, cell.column);
    return {
      sheetId,
      rows: new Map(uniqueBy(cells, "row").map((cell) => [cell.row, row(cell)])),
      columns: new Map(uniqueBy(cells, "column").map((cell) => [cell.column, column(cell)])),
      cells: new Map(cells.map((cell) => [`${cell.row}:${cell.column}`, this.withBefore(sheetId, cell)])),
    };
  }

  /** The cell with what stood there when its editor opened, or stands there now. */
  withBefore(sheetId, cell) {
    const { row, column, entry, text } = cell;
    const old = "seen" in cell ? cell.seen : this.book.cell(sheetId, row, column);
    const isFollowing = cell.isFollowing || this.pending(sheetId, row, column) !== undefined;
    return { at: { row, column }, entry, text, old, before: isFollowing ? null : content(old) };
  }

  /** Each cell with today's row and column (null where unknown), kept in the edit for showing it there. */
  async move(edit, sheet) {
    const rows = new Map();
    for (const [row, memory] of edit.rows) rows.set(row, await findRow(this.book, sheet, memory));
    return [...edit.cells.values()].map((cell) => {
      const row = rows.get(cell.at.row);
      const column = findColumn(this.book, sheet, edit.columns.get(cell.at.column), edit.rows.has(0));
      return { ...cell, row: column === null ? null : row, column };
    });
  }
}

function uniqueBy(cells, name) {
  return [...new Map(cells.map((cell) => [cell[name], cell])).values()];
}

/** True where an earlier attempt, whose reply was lost, has written this already. */
function isThere(book, sheet, { row, column, entry, before }) {
  const now = book.cell(sheet.id, row, column);
  if (entry === "") return content(now) === "";
  if (content(now) === before) return false;
  const value = now?.v || {};
  const text = entry.startsWith("'") ? entry.slice(1) : entry;
  return [value.stringValue, value.formulaValue, String(value.numberValue ?? ""), now?.f].includes(text);
}

/** The cells as ranges for the API: one for a full block, else one for each run in a row. */
function ranges(sheet, cells) {
  const rows = new Map();
  for (const cell of [...cells].sort((x, y) => x.row - y.row || x.column - y.column)) {
    const runs = rows.get(cell.row) || [];
    const last = runs.at(-1);
    if (last && last.left + last.values.length === cell.column) last.values.push(cell.entry);
    else runs.push({ left: cell.column, values: [cell.entry] });
    rows.set(cell.row, runs);
  }
  return [...rows].flatMap(([row, runs]) => runs.map(({ left, values }) => ({
    range: range(sheet, { top: row, left, bottom: row, right: left + values.length - 1 }),
    values: [values],
  })));
}
