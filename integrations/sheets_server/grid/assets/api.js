// The REST API of the spreadsheet, relative to the page: the same one that programs use.

const TIMEOUT_MS = 20000;
const FILE_TIMEOUT_MS = 180000;
const CODES = { 401: "unauthorised", 403: "forbidden", 404: "gone", 412: "changed", 413: "large", 429: "quota" };
const REASONS = new Set(["unreadable", "empty", "large"]);

/** What went wrong with a call: a code that the texts know, and the server's own words. */
export class Problem extends Error {
  constructor(code, detail = "") {
    super(detail || code);
    this.code = code;
    this.detail = detail;
  }

  /** True where the same call may well succeed a little later. */
  get passing() {
    return ["offline", "quota", "server", "unauthorised"].includes(this.code);
  }
}

export class Api {
  /** `page` is the page's own address, …/grid/{id}: everything else lies relative to it. */
  constructor(page) {
    this.id = page.pathname.split("/").pop();
    this.page = page;
    this.ticket = sessionStorage.getItem(this.kept);
  }

  /** Take up the fresh ticket that the server gives to one who goes on working; kept over a reload. */
  renew(ticket) {
    if (!ticket) return;
    this.ticket = ticket;
    sessionStorage.setItem(this.kept, ticket);
  }

  get kept() {
    return `ticket ${this.page.pathname}`;
  }

  get spreadsheet() {
    return `../v4/spreadsheets/${this.id}`;
  }

  get(path, query) {
    return this.call("GET", path, { query });
  }

  post(path, body, match) {
    return this.call("POST", path, { body: JSON.stringify(body), match, type: "application/json" });
  }

  /** One call; `{data, version}`, or a Problem is thrown. `match` makes a write conditional on the version. */
  async call(method, path, { query = {}, ...options } = {}) {
    const response = await this.fetch(method, path, { query, ...options });
    const data = await response.json().catch(() => ({}));
    if (!response.ok) throw problem(response, data);
    return { data, version: version(response) };
  }

  /** A file from the server, as a Blob. */
  async download(path, query) {
    const response = await this.fetch("GET", path, { query, timeout: FILE_TIMEOUT_MS });
    if (!response.ok) throw problem(response, await response.json().catch(() => ({})));
    return response.blob();
  }

  /** Send a file. */
  upload(path, query, body) {
    return this.call("POST", path, { query, body, type: "application/octet-stream", timeout: FILE_TIMEOUT_MS });
  }

  async fetch(method, path, { query, body, match, type, timeout = TIMEOUT_MS }) {
    const url = new URL(path, this.page);
    url.hash = "";
    url.search = new URLSearchParams(query).toString();
    const headers = {};
    if (this.ticket) headers.Authorization = `Bearer ${this.ticket}`;
    if (match) headers["If-Match"] = `"${match}"`;
    if (type) headers["Content-Type"] = type;
    const signal = AbortSignal.timeout(timeout);
    const response = await fetch(url, { method, headers, body, cache: "no-store", signal }).catch(() => {
      throw new Problem("offline");
    });
    this.renew(response.headers.get("X-Samhold-Ticket"));
    return response;
  }
}

function version(response) {
  return (response.headers.get("ETag") || "").replaceAll(/^W\/|"/g, "") || null;
}

function problem(response, data) {
  const detail = data?.error?.message || "";
  const reason = data?.error?.reason;
  const code = REASONS.has(reason) ? reason : CODES[response.status] || (response.status >= 500 ? "server" : "bad");
  return new Problem(code, detail);
}
