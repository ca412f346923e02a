// What the page knows of the spreadsheet: its sheets, and the rows loaded so far in chunks.
//
// The server counts every change (ETag). A chunk remembers whether it is older than the last change
// seen; old rows stay on the screen until the new ones arrive.

import { range } from "./a1.js";

const CHUNK = 200;
const CELL = "userEnteredValue,effectiveValue,formattedValue,dataValidation,note,userEnteredFormat.numberFormat";
const META = "properties(title,locale),sheets(properties,merges,protectedRanges,"
  + "data(rowMetadata(hiddenByUser,hiddenByFilter),columnMetadata(hiddenByUser,pixelSize)))";

export class Book {
  constructor(api) {
    this.api = api;
    this.version = null;
    this.title = "";
    this.comma = true;
    this.sheets = [];
    this.chunks = new Map();
    this.epoch = 0;
  }

  sheet(id) {
    return this.sheets.find((sheet) => sheet.id === id);
  }

  /** Load the frame anew and mark all rows as old. */
  async refresh() {
    const { data, version } = await this.api.get(this.api.spreadsheet, { fields: META });
    this.title = data.properties.title;
    this.comma = !/^en/.test(data.properties.locale || "da_DK");
    this.sheets = (data.sheets || []).map(readSheet);
    this.version = version;
    this.epoch += 1;
  }

  /** True where somebody has changed the spreadsheet since the last refresh. */
  async hasChanged() {
    const { version } = await this.api.get(this.api.spreadsheet, { fields: "spreadsheetId" });
    return version === null || version !== this.version;
  }

  row(sheetId, row) {
    return this.chunk(sheetId, row)?.rows?.[row % CHUNK];
  }

  cell(sheetId, row, column) {
    return this.row(sheetId, row)?.[column];
  }

  isLoaded(sheetId, first, last) {
    for (let at = first - (first % CHUNK); at <= last; at += CHUNK) {
      const chunk = this.chunk(sheetId, at);
      if (!chunk?.rows || chunk.epoch !== this.epoch) return false;
    }
    return true;
  }

  /** Load these rows unless they are known and current. */
  async need(sheetId, first, last) {
    const waits = [];
    for (let at = Math.max(0, first - (first % CHUNK)); at <= last; at += CHUNK) {
      waits.push(this.load(sheetId, at));
    }
    await Promise.all(waits);
  }

  /** Mark the rows as old, so that they are loaded again. */
  forget(sheetId, rows) {
    for (const row of rows) {
      const chunk = this.chunk(sheetId, row);
      if (chunk) chunk.epoch = -1;
    }
  }

  chunk(sheetId, row) {
    return this.chunks.get(`${sheetId}:${Math.floor(row / CHUNK)}`);
  }

  load(sheetId, row) {
    const key = `${sheetId}:${Math.floor(row / CHUNK)}`;
    const chunk = this.chunks.get(key) || { epoch: -1, rows: null, loading: null, wanted: null };
    this.chunks.set(key, chunk);
    if (chunk.epoch === this.epoch) return Promise.resolve();
    if (chunk.loading && chunk.wanted === this.epoch) return chunk.loading;
    chunk.wanted = this.epoch;
    chunk.loading = this.fetchRows(sheetId, row - (row % CHUNK), chunk).finally(() => { chunk.loading = null; });
    return chunk.loading;
  }

  async fetchRows(sheetId, first, chunk) {
    const sheet = this.sheet(sheetId);
    const epoch = this.epoch;
    if (!sheet || first >= sheet.rows) return;
    const block = { top: first, left: 0, bottom: Math.min(first + CHUNK, sheet.rows) - 1, right: sheet.columns - 1 };
    const query = { ranges: range(sheet, block), fields: `sheets(data(rowData(values(${CELL}))))` };
    const { data, version } = await this.api.get(this.api.spreadsheet, query);
    const rows = data.sheets?.[0]?.data?.[0]?.rowData || [];
    if (epoch !== this.epoch) return;
    chunk.rows = Array.from({ length: block.bottom - first + 1 }, (_, at) => (rows[at]?.values || []).map(readCell));
    chunk.epoch = version === this.version ? epoch : -1;
  }

  /** Rows of a block with the cells as loaded. */
  block(sheetId, { top, left, bottom, right }) {
    const rows = [];
    for (let row = top; row <= bottom; row += 1) {
      const cells = this.row(sheetId, row) || [];
      rows.push(Array.from({ length: right - left + 1 }, (_, at) => cells[left + at]));
    }
    return rows;
  }
}

function readCell(value) {
  return {
    v: value.userEnteredValue,
    e: value.effectiveValue,
    f: value.formattedValue,
    d: value.dataValidation,
    n: value.userEnteredFormat?.numberFormat,
    note: value.note,
  };
}

function readSheet({ properties, merges = [], protectedRanges = [], data = [] }) {
  const grid = properties.gridProperties || {};
  const rowMetadata = data[0]?.rowMetadata || [];
  const columnMetadata = data[0]?.columnMetadata || [];
  return {
    id: properties.sheetId || 0,
    title: properties.title,
    hidden: properties.hidden === true,
    rows: grid.rowCount || 0,
    columns: grid.columnCount || 0,
    frozenRows: grid.frozenRowCount || 0,
    frozenColumns: grid.frozenColumnCount || 0,
    hiddenRows: indexes(rowMetadata, (row) => row.hiddenByUser || row.hiddenByFilter),
    hiddenColumns: indexes(columnMetadata, (column) => column.hiddenByUser),
    widths: columnMetadata.map((column) => column.pixelSize),
    merges,
    protectedRanges,
  };
}

function indexes(list, test) {
  return new Set(list.flatMap((item, at) => (item && test(item) ? [at] : [])));
}
