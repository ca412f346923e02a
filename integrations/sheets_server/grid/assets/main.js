// The coordinator's grid: everything is put together here, and kept up with what others do.

import { a1, fromA1 } from "./a1.js";
import { Actions } from "./actions.js";
import { Api, Problem } from "./api.js";
import { Book } from "./book.js";
import { Clipboard } from "./clipboard.js";
import { Commands } from "./commands.js";
import { ask } from "./dialog.js";
import { Editor } from "./editor.js";
import { Input } from "./input.js";
import { Menu } from "./menu.js";
import { Outbox } from "./outbox.js";
import { findColumn, findRow } from "./places.js";
import { Selection, stepped } from "./selection.js";
import { Status } from "./status.js";
import { Tabs } from "./tabs.js";
import { language, sayProblem, t } from "./texts.js";
import { mask, shown } from "./values.js";
import { View } from "./view.js";

const POLL_MS = 2000;
const POLL_HIDDEN_MS = 20000;

class Page {
  constructor() {
    this.t = t;
    this.api = new Api(new URL(location.href));
    this.wanted = fromA1(new URLSearchParams(location.hash.slice(1)).get("cell") || "");
    this.api.renew(takeTicket(location));
    this.book = new Book(this.api);
    this.selection = new Selection();
    this.status = new Status(() => this.poll());
    this.outbox = new Outbox(this.book, { ask: (clash) => this.settle(clash), onChange: () => this.onOutbox() });
    this.view = new View(this.book, this.outbox, this.selection);
    this.view.onSight = ({ first, last }) => this.load(first, last);
    this.commands = new Commands(this.book);
    this.clipboard = new Clipboard(this.book);
    this.editor = new Editor(this.view, this.book, {
      onCommit: (written, down, right) => this.onCommit(written, down, right),
      onCancel: () => this.repaint(),
    });
    this.tabs = new Tabs((sheetId) => this.showTab(sheetId));
    this.menu = new Menu((name) => this.actions.act(name), (name) => this.actions.isAble(name));
    this.actions = new Actions(this.shared());
    this.input = new Input({ ...this.shared(), actions: this.actions, menu: this.menu, clipboard: this.clipboard });
  }

  /** What the parts that act on the page need of it. */
  shared() {
    const { book, view, outbox, selection, editor, commands, status } = this;
    return {
      book, view, outbox, selection, editor, commands, status, t,
      go: (row, column, isExtending) => this.go(row, column, isExtending),
      span: (from, to, whole) => this.span(from, to, whole),
      openEditor: (row, column, isReplacing) => this.openEditor(row, column, isReplacing),
      afterRefresh: () => this.afterRefresh(),
      showTab: (sheetId) => this.showTab(sheetId),
    };
  }

  async start() {
    document.documentElement.lang = language;
    document.getElementById("content").setAttribute("aria-label", t("content"));
    this.menu.tools(document.getElementById("tools"));
    this.status.tell(t("loading"));
    addEventListener("hashchange", () => this.renew());
    addEventListener("beforeunload", (event) => (this.outbox.size || this.editor.isOpen) && event.preventDefault());
    document.addEventListener("visibilitychange", () => !document.hidden && this.poll());
    await this.poll();
    this.status.tell("");
    if (this.wanted) this.go(this.wanted.row, this.wanted.column);
    // Inside another page the focus is not ours to take: it would scroll that page down to here.
    if (window.top === window) this.view.grid.focus();
    this.loop();
  }

  /** A new ticket in the address is taken up without losing anything. */
  renew() {
    const ticket = takeTicket(location);
    if (!ticket) return;
    this.api.renew(ticket);
    this.poll();
  }

  async loop() {
    await new Promise((resolve) => { setTimeout(resolve, document.hidden ? POLL_HIDDEN_MS : POLL_MS); });
    await this.poll();
    this.loop();
  }

  /** Look whether others have changed anything; send what waits. */
  async poll() {
    if (this.isPolling) return;
    this.isPolling = true;
    try {
      if (!this.view.sheet || await this.book.hasChanged()) await this.refresh();
      this.status.problem(null);
      await this.outbox.run();
    } catch (problem) {
      this.status.problem(problem, this.outbox.size);
    } finally {
      this.isPolling = false;
    }
  }

  async refresh() {
    await this.book.refresh();
    this.afterRefresh();
  }

  /** Draw the frame as the book has it now; the rows follow as they arrive. */
  afterRefresh() {
    const current = this.view.sheet && this.book.sheet(this.view.sheet.id);
    const sheet = current || this.book.sheets.find((one) => !one.hidden) || this.book.sheets[0];
    document.getElementById("title").textContent = this.book.title;
    document.title = `${this.book.title} – Samhold`;
    this.tabs.show(this.book.sheets, sheet.id);
    this.showSheet(sheet);
  }

  showTab(sheetId) {
    const sheet = this.book.sheet(sheetId);
    if (!sheet) return;
    this.editor.commit(0, 0);
    this.selection.to(Math.min(sheet.frozenRows, sheet.rows - 1), 0);
    this.tabs.show(this.book.sheets, sheetId);
    this.view.grid.scrollTop = 0;
    this.view.grid.scrollLeft = 0;
    this.showSheet(sheet);
  }

  showSheet(sheet) {
    this.view.show(sheet);
    if (this.editor.isOpen) this.editor.follow(this.editor.at.row, this.editor.at.column);
    this.load(0, 0);
    this.onSelect();
  }

  /** Load rows and draw them once they are there. */
  async load(first, last) {
    const { sheet } = this.view;
    const isCurrent = this.book.isLoaded(sheet.id, 0, 0) && this.book.isLoaded(sheet.id, first, Math.min(last, sheet.rows - 1));
    if (isCurrent) return;
    try {
      await Promise.all([this.book.need(sheet.id, 0, 0), this.book.need(sheet.id, first, Math.min(last, sheet.rows - 1))]);
      await this.followMoved();
    } catch (problem) {
      this.status.problem(problem);
      return;
    }
    this.soonRepaint();
  }

  soonRepaint() {
    if (this.isPainting) return;
    this.isPainting = true;
    requestAnimationFrame(() => {
      this.isPainting = false;
      if (this.view.sheet) this.view.arrange();
      this.repaint();
    });
  }

  repaint() {
    if (!this.view.sheet) return;
    this.view.paint();
    if (this.editor.isOpen && !this.editor.box.isConnected) this.editor.follow(this.editor.at.row, this.editor.at.column);
    if (!this.editor.isOpen) this.onSelect();
  }

  /** The open editor goes where its row and column have gone. */
  async followMoved() {
    const { at } = this.editor;
    if (!at || at.sheetId !== this.view.sheet.id) return;
    const row = await findRow(this.book, this.view.sheet, { ...at.memory, row: at.row });
    const column = findColumn(this.book, this.view.sheet, { ...at.columnMemory, column: at.column }, at.row === 0);
    if (this.editor.at !== at || row === null || column === null) return;
    if (row === at.row && column === at.column) return;
    this.selection.to(row, column);
    this.editor.follow(row, column);
  }

  openEditor(row, column, isReplacing) {
    if (!this.book.row(this.view.sheet.id, row)) {
      this.status.tell(t("loadRowsFirst"), true);
      return;
    }
    this.view.reveal(row, column);
    this.editor.open(row, column, isReplacing);
  }

  onCommit(written, down, right) {
    const { row, column } = this.selection.anchor;
    const { sheet } = this.view;
    if (written) this.actions.write([written]);
    this.go(stepped(row, down, sheet.rows, sheet.hiddenRows), stepped(column, right, sheet.columns, sheet.hiddenColumns));
  }

  onOutbox() {
    const { size, problem } = this.outbox;
    if (problem?.passing) this.status.problem(problem, size);
    else if (size) this.status.tell(t("saving"));
    this.soonRepaint();
  }

  /** Somebody else wrote where the user wrote: the user decides. */
  async settle({ clash, theirs, count }) {
    const place = a1(clash.at.row, clash.at.column);
    const isLost = clash.row === null;
    const text = isLost ? t("lostText", { place }) : t("conflictText", { place, theirs: shown(theirs) || t("blank") });
    const mine = { value: "mine", label: isLost ? t("writeHere", { place }) : t("keepMine") };
    const buttons = [mine, { value: "", label: t("keepTheirs"), isMain: false }];
    const more = count > 1 ? ` (+${count - 1})` : "";
    return (await ask({ title: t("conflictTitle"), text, quote: clash.text + more, buttons, isBinding: true })) === "mine";
  }

  go(row, column, isExtending = false) {
    this.selection.to(row, column, isExtending);
    this.view.reveal(row, column);
    this.onSelect();
  }

  span(from, to, whole) {
    this.selection.span(from, to, whole);
    this.onSelect();
  }

  onSelect() {
    this.view.mark();
    const { row, column } = this.selection.anchor;
    const cell = this.book.cell(this.view.sheet.id, row, column);
    document.getElementById("address").textContent = this.view.address();
    const formula = cell?.v?.formulaValue;
    document.getElementById("content").textContent = formula ? mask(formula) : shown(cell);
    this.menu.undo.disabled = !this.commands.canUndo;
  }
}

/** The ticket in the address's fragment, which is then taken out of the address; null where there is none. */
function takeTicket({ pathname, search, hash }) {
  const ticket = new URLSearchParams(hash.slice(1)).get("ticket");
  if (ticket) history.replaceState(null, "", pathname + search);
  return ticket;
}

const page = new Page();
page.start().catch((problem) => page.status.tell(sayProblem(problem instanceof Problem ? problem : new Problem("bad", problem.message)), true));
