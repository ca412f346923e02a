// Copy and paste of blocks as tab-separated text, as all spreadsheets do.
//
// A CPR number leaves the page masked; pasted within the page, the cells' own values are used.

import { copied, fromTsv, mask, pasted, shown, toTsv } from "./values.js";

export class Clipboard {
  constructor(book) {
    this.book = book;
    this.own = null;
  }

  /** Put a loaded block on the clipboard. */
  copy(event, sheetId, block) {
    const cells = this.book.block(sheetId, block);
    const text = toTsv(cells.map((row) => row.map(shown)));
    this.own = { text, cells };
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  }

  /** The cells that a paste at `block` writes: `[{row, column, entry, text}]`. */
  paste(text, sheetId, block) {
    const own = this.own?.text === text.replaceAll("\r\n", "\n") ? this.own.cells : null;
    const rows = own || fromTsv(text.replace(/\r?\n$/, ""));
    const isFilling = rows.length === 1 && rows[0].length === 1;
    const height = isFilling ? block.bottom - block.top + 1 : rows.length;
    const width = isFilling ? block.right - block.left + 1 : Math.max(...rows.map((row) => row.length));
    const written = [];
    for (let down = 0; down < height; down += 1) {
      for (let right = 0; right < width; right += 1) {
        const source = isFilling ? rows[0][0] : rows[down][right];
        written.push(this.written(source, sheetId, block.top + down, block.left + right, own !== null));
      }
    }
    return written;
  }

  written(source, sheetId, row, column, isOwn) {
    const cell = this.book.cell(sheetId, row, column);
    if (isOwn) return { row, column, entry: copied(source, this.book.comma), text: shown(source) };
    return { row, column, entry: pasted(source ?? "", cell), text: mask(source ?? "") };
  }
}
