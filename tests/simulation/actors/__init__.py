"""Who acts in a history, each in a file of its own."""
