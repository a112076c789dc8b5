"""`python -m assistant` is the command line."""

from assistant.cli.main import run

run()
