"""Makes `openapi.json` from the description in `chalicelib/web/openapi`.

python -m scripts.openapi            writes it
python -m scripts.openapi --check    1 when it is not what would be written
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from chalicelib.web.openapi import document

TARGET = Path(__file__).parents[1] / "openapi.json"


def main(arguments: list[str]) -> int:
    """Writes or checks; answers the exit code."""
    text = json.dumps(document(), ensure_ascii=False, indent=2) + "\n"
    if arguments == ["--check"]:
        if TARGET.read_text("utf-8") == text:
            return 0
        print("openapi.json is stale: run `python -m scripts.openapi`", file=sys.stderr)
        return 1
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
