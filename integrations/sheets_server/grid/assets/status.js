// What the page says about itself: quietly in the corner, or in a banner where it matters.

import { sayProblem, t } from "./texts.js";
import { make } from "./view.js";

export class Status {
  constructor(retry) {
    this.state = document.getElementById("state");
    this.banner = document.getElementById("banner");
    this.retry = retry;
  }

  /** A passing word; `isGrave` puts it where nobody misses it, until it is closed. */
  tell(text, isGrave = false) {
    if (!isGrave) {
      this.state.textContent = text;
      return;
    }
    this.show(text, t("close"), () => { this.banner.hidden = true; });
    this.isLasting = false;
  }

  /** A trouble with the server that lasts until it is over; null when it is over. */
  problem(problem, waiting = 0) {
    if (problem) {
      const count = waiting ? ` ${t("waiting", { count: waiting })}.` : "";
      this.show(sayProblem(problem) + count, t("reload"), this.retry);
      this.isLasting = true;
    } else if (this.isLasting) {
      this.banner.hidden = true;
      this.isLasting = false;
    }
  }

  show(text, label, act) {
    const words = make("span");
    words.textContent = text;
    const button = make("button", "", { type: "button" });
    button.textContent = label;
    button.addEventListener("click", act);
    if (this.banner.textContent === text + label && !this.banner.hidden) return;
    this.banner.replaceChildren(words, button);
    this.banner.hidden = false;
  }
}
