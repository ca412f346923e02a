// What a cell shows, what its editor starts with, and how typed text is sent.
//
// Text from applicants must never become a formula merely by passing through an edit. So the editor
// shows such text with the apostrophe that means "text", and only a typed "=" makes a formula.

const MASKED = "••••••-••••";
const CPR = /(?<!\d)(\d{2})(\d{2})(\d{2})([ \t\u00a0\u2009\u202f]?[-\u2010-\u2015\u2212]?[ \t\u00a0\u2009\u202f]?)(\d{4})(?!\d)/g;
const SIGN = /^[=+\-@']/;
const DIGITS = /^\+?[\d][\d\s.\-/]*$/;
const NUMBER = /^[+-]?(\d{1,3}(\.\d{3})*|\d+)(,\d+)?\s?%?$|^[+-]?\d+(\.\d+)?$/;
const CLOCK_FORMATS = new Set(["DATE", "TIME", "DATE_TIME", "PERCENT"]);

/** The text without CPR numbers, which are masked wherever text is shown. */
export function mask(text) {
  return text.replace(CPR, (all, day, month, year) => (isDay(+day, +month, +year) ? MASKED : all));
}

function isDay(day, month, year) {
  return [1900, 2000].some((century) => {
    const date = new Date(Date.UTC(century + year, month - 1, day));
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  });
}

/** The cell's text as people see it. */
export function shown(cell) {
  return mask(cell?.f ?? "");
}

export function isNumeric(cell) {
  return cell?.e !== undefined && ("numberValue" in cell.e || "boolValue" in cell.e);
}

/** The text that an editor of this cell starts with. */
export function startText(cell, comma) {
  const value = cell?.v;
  if (!value) return "";
  if ("formulaValue" in value) return value.formulaValue;
  if ("stringValue" in value) return SIGN.test(value.stringValue) ? `'${value.stringValue}` : value.stringValue;
  if ("boolValue" in value) return value.boolValue ? "TRUE" : "FALSE";
  if (CLOCK_FORMATS.has(cell.n?.type)) return cell.f ?? "";
  return comma ? String(value.numberValue).replace(".", ",") : String(value.numberValue);
}

/**
 * What to send (as USER_ENTERED) for typed text. `cell` is what stood there; `retouched` is true where the
 * old text was edited, false where new text replaced it.
 */
export function entry(text, cell, retouched = false) {
  if (text === "" || text.startsWith("'") || text.startsWith("=")) return text;
  const old = cell?.v?.stringValue;
  const staysText = old !== undefined && (retouched || (DIGITS.test(old) && DIGITS.test(text)));
  if (staysText || /^(\+|0\d)/.test(text) && DIGITS.test(text)) return `'${text}`;
  return SIGN.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** What to send for pasted text from elsewhere: nothing pasted becomes a formula. */
export function pasted(text, cell) {
  return text.startsWith("=") || text.startsWith("'") ? `'${text}` : entry(text, cell);
}

/** What to send to write the value that another cell holds: formulas are copied as their result. */
export function copied(cell, comma) {
  const value = cell?.v;
  if (!value) return "";
  if ("stringValue" in value) return value.stringValue === "" ? "" : `'${value.stringValue}`;
  if ("formulaValue" in value) return cell.e?.stringValue ? `'${cell.e.stringValue}` : cell.f ?? "";
  return startText(cell, comma);
}

/** Rows of cells as tab-separated text; cells with tabs, quotes or line breaks are quoted. */
export function toTsv(rows) {
  const quote = (text) => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(quote).join("\t")).join("\n");
}

/** Tab-separated text, as spreadsheets put it on the clipboard, as rows of texts. */
export function fromTsv(text) {
  const rows = [[]];
  const cells = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/y;
  while (cells.lastIndex < text.length) {
    const [, quoted, plain, end] = cells.exec(text);
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\t" && cells.lastIndex === text.length) rows.at(-1).push("");
    if (end !== "\t" && cells.lastIndex < text.length) rows.push([]);
  }
  return rows;
}
