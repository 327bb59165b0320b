"""Writes docs/QUALITY.md from a fresh run of the quality suites: `make quality`."""

from pathlib import Path

from coach import Coach, Settings
from coach.evaluate.report import evaluate, table

PAGE = Path(__file__).parents[2] / "docs" / "QUALITY.md"
START, END = "<!-- figures: made by `make quality` -->", "<!-- end of figures -->"


def main() -> None:
    result = evaluate(Coach(Settings(engine="builtin")), None, None, 1, print)
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(START)[0], page.split(END)[1]
    PAGE.write_text(f"{before}{START}\n\n{table(result)}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
