"""`python -m data.demo` writes the answer key beside the program that makes the sample."""

import json

from data.demo import ANSWER_KEY, build

ANSWER_KEY.write_text(json.dumps(build().answer_key, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
print(ANSWER_KEY)
