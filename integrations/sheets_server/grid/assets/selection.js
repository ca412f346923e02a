// Which cells are chosen, and where the keys lead. Hidden rows and columns are stepped over.

export class Selection {
  constructor() {
    this.anchor = { row: 0, column: 0 };
    this.focus = { row: 0, column: 0 };
    this.whole = null;
  }

  /** The chosen block, all bounds inclusive. */
  get block() {
    const { anchor, focus } = this;
    return {
      top: Math.min(anchor.row, focus.row), bottom: Math.max(anchor.row, focus.row),
      left: Math.min(anchor.column, focus.column), right: Math.max(anchor.column, focus.column),
    };
  }

  get isSingle() {
    return this.anchor.row === this.focus.row && this.anchor.column === this.focus.column;
  }

  /** Choose one cell, or with `isExtending` all cells up to it. */
  to(row, column, isExtending = false) {
    this.whole = null;
    this.focus = { row, column };
    if (!isExtending) this.anchor = { row, column };
  }

  /** Choose a block; `whole` is "rows" or "columns" where a header was clicked. */
  span(from, to, whole = null) {
    this.anchor = from;
    this.focus = to;
    this.whole = whole;
  }

  /** Bring both corners back onto a sheet of this size. */
  clip(sheet) {
    const fit = ({ row, column }) => ({
      row: Math.max(0, Math.min(row, sheet.rows - 1)), column: Math.max(0, Math.min(column, sheet.columns - 1)),
    });
    this.anchor = fit(this.anchor);
    this.focus = fit(this.focus);
  }
}

/** The next visible index from `from` by `step`; stays where there is none. */
export function stepped(from, step, size, hidden) {
  const direction = Math.sign(step);
  let at = from;
  for (let left = Math.abs(step); left > 0; left -= 1) {
    let next = at + direction;
    while (hidden.has(next)) next += direction;
    if (next < 0 || next >= size) return at;
    at = next;
  }
  return at;
}
