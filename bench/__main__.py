"""Run every measurement, or those named: python -m bench small growth."""

import sys

from bench import (
    cap,
    close_month,
    forms,
    growth,
    import_people,
    log,
    measure,
    month_pages,
    pages,
    score_country,
    score_spark,
    small,
    what_if,
)

SCRIPTS = {
    "small": small,
    "country": score_country,
    "growth": growth,
    "spark": score_spark,
    "import": import_people,
    "pages": pages,
    "cap": cap,
    "forms": forms,
    "what-if": what_if,
    "month-pages": month_pages,
    "close": close_month,
    "log": log,
}


def main(names: list[str]) -> int:
    """Each script's lines; then which limits were not kept."""
    for name in names or SCRIPTS:
        SCRIPTS[name].main()
    missed = [name for name, kept in measure.LIMITS if not kept]
    print(
        f"{len(measure.LIMITS) - len(missed)} of {len(measure.LIMITS)} limits kept"
        + "".join(f"\n  not: {m}" for m in missed)
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
