"""Work the derived columns of ``published_claims`` out again and write them into its file.

Run ``python tests/fill_claims.py`` after a change to a claim, to a table or to a function that an
expression calls; it prints the claims that changed. A test compares the file with the same
result, so a typed-in result would be found.
"""

from __future__ import annotations

import csv
import io
import sys
from functools import cache
from pathlib import Path

import pioneer_data as pioneers
from pioneer_data import audit

FILE = Path(pioneers.path("published_claims"))
value = cache(audit.evaluate)
working = cache(audit.arithmetic)
"""What an expression and a working give; both call pure functions of the packaged tables: once is enough."""


def filled(row: dict[str, str]) -> dict[str, str]:
    """Return a claim with what its expressions give and the verdicts that follow."""
    rounding = float(row["rounding"] or 0)
    readings = {"": row["expression"], "other_": row["other_expression"]}
    for which, expression in readings.items():
        found = value(expression) if expression else None
        told = expression or not which
        row |= {
            f"{which}recomputed": audit.shown(found, row["published"]),
            f"{which}verdict": audit.judge(row["published"], found, rounding) if told else "",
        }
    return row | {"arithmetic": working(row["working"])}


def text(rows: list[dict[str, str]]) -> str:
    """Return claims as the file holds them."""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def claims(file: Path = FILE) -> list[dict[str, str]]:
    """Return the rows of the file as text."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def main() -> None:
    """Fill the file and say what changed."""
    before = claims()
    after = [filled(dict(row)) for row in before]
    changed = [new["claim"] for old, new in zip(before, after, strict=True) if old != new]
    FILE.write_text(text(after), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(changed)} of {len(after)} claims changed: {', '.join(changed) or 'none'}\n")


if __name__ == "__main__":
    main()
