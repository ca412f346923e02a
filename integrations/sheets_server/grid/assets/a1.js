// Addresses: rows and columns count from 0 here, from 1 and A in what people and the API see.

/** Letters of a column: 0 -> A, 26 -> AA. */
export function letters(column) {
  let text = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    text = String.fromCharCode(65 + ((rest - 1) % 26)) + text;
  }
  return text;
}

export function a1(row, column) {
  return letters(column) + (row + 1);
}

/** The row and column that an address like D12 names; null for anything else. */
export function fromA1(address) {
  const found = /^([A-Z]{1,3})([1-9][0-9]{0,6})$/.exec(address);
  if (!found) return null;
  const column = [...found[1]].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return { row: Number(found[2]) - 1, column: column - 1 };
}

/** A block within a sheet, as the API wants it; all bounds inclusive. */
export function range(sheet, { top, left, bottom, right }) {
  return `'${sheet.title.replaceAll("'", "''")}'!${a1(top, left)}:${a1(bottom, right)}`;
}

/** The same block as a GridRange. */
export function gridRange(sheet, { top, left, bottom, right }) {
  return {
    sheetId: sheet.id,
    startRowIndex: top, endRowIndex: bottom + 1,
    startColumnIndex: left, endColumnIndex: right + 1,
  };
}

/** True where a GridRange (open ends allowed) and a block share a cell. */
export function touches(area, block) {
  const { startRowIndex = 0, endRowIndex = Infinity, startColumnIndex = 0, endColumnIndex = Infinity } = area;
  return startRowIndex <= block.bottom && endRowIndex > block.top
    && startColumnIndex <= block.right && endColumnIndex > block.left;
}
