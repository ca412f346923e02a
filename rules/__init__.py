"""What is right: models and pure functions. No I/O, no clock, no randomness that is not passed in."""
