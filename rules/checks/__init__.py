"""The rules, one file each; `Rule` is their union, told apart by `kind` in a programme document."""
