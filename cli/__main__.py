"""`python -m cli` is `samhold`."""

from cli.commands import main

main()
