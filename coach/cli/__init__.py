"""The command line: the contract of DESIGN, one JSON document with --json, exit 0, 2 or 1."""

from coach.cli.main import main

__all__ = ["main"]
