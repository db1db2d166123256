"""`python -m dashboard.text extract|check`: keep the catalogues in step with the code."""

import sys

from dashboard.text import LANGUAGES, SOURCE_LANGUAGE
from dashboard.text.catalogue import all_faults, extract_into


def main(arguments: list[str]) -> int:
    """0 if the catalogues are (or now are) complete, 1 if something is to translate, 2 for a wrong call."""
    if arguments == ["extract"]:
        open_messages = 0
        for code, name in LANGUAGES:
            if code != SOURCE_LANGUAGE:
                count = extract_into(code)
                open_messages += count
                print(f"{name}: {count} messages to translate")
        return 1 if open_messages else 0
    if arguments == ["check"]:
        problems = all_faults()
        print("\n".join(problems) or "catalogues complete")
        return 1 if problems else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
