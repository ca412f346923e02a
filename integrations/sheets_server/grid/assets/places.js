// Where a row or a column is now: people sort, insert and move while somebody types.

const LIKE = 0.6;

/** A row as it was seen, without the columns that are about to be written: enough to know it again. */
export function rememberRow(book, sheetId, row, columns) {
  return { row, columns, cells: contents(book, sheetId, row, columns) };
}

/** Today's index of a remembered row, or null where it cannot be told. */
export async function findRow(book, sheet, memory) {
  if (memory.row < sheet.rows) await book.need(sheet.id, memory.row, memory.row);
  const here = likeness(memory.cells, contents(book, sheet.id, memory.row, memory.columns));
  if (memory.row < sheet.rows && here === 1) return memory.row;
  if (memory.cells.every((cell) => !cell)) return null;
  await book.need(sheet.id, 0, sheet.rows - 1);
  return mostAlike(book, sheet, memory, here);
}

function mostAlike(book, sheet, memory, here) {
  let best = { row: memory.row, likeness: Math.max(here, LIKE), alone: here >= LIKE };
  for (let row = 0; row < sheet.rows; row += 1) {
    if (row === memory.row) continue;
    const found = likeness(memory.cells, contents(book, sheet.id, row, memory.columns));
    if (found > best.likeness) best = { row, likeness: found, alone: true };
    else if (found === best.likeness && best.row !== memory.row) best.alone = false;
  }
  return best.alone ? best.row : null;
}

/** A column as it was seen. */
export function rememberColumn(book, sheetId, column) {
  return { column, header: content(book.cell(sheetId, 0, column)) };
}

/**
 * Today's index of a remembered column, or null. The header row must be loaded. `isRenaming` says that the
 * header itself is being written, so that it may be another one by now.
 */
export function findColumn(book, sheet, { column, header }, isRenaming = false) {
  const headerAt = (at) => content(book.cell(sheet.id, 0, at));
  if (column < sheet.columns && headerAt(column) === header) return column;
  const all = Array.from({ length: sheet.columns }, (_, at) => at);
  const found = header ? all.filter((at) => headerAt(at) === header) : [];
  if (found.length === 1) return found[0];
  return isRenaming && column < sheet.columns ? column : null;
}

/** A cell's own content as text, to compare by. */
export function content(cell) {
  return cell?.v && Object.keys(cell.v).length ? JSON.stringify(cell.v) : "";
}

function contents(book, sheetId, row, without) {
  return (book.row(sheetId, row) || []).map((cell, at) => (without.has(at) ? "" : content(cell)));
}

/** Share of the filled cells that are equal; 1 for two blank rows. */
function likeness(before, now) {
  let equal = 0;
  let filled = 0;
  for (let at = 0; at < Math.max(before.length, now.length); at += 1) {
    if (!before[at] && !now[at]) continue;
    filled += 1;
    if (before[at] === now[at]) equal += 1;
  }
  return filled ? equal / filled : 1;
}
