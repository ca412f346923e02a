"""One application on the screen: answers, findings, history, and the decision."""
