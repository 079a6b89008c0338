"""Record the session anew: `python -m scripts.record_screen`."""

from scripts.record_screen import FILE
from scripts.record_screen.session import recording

if __name__ == "__main__":
    FILE.write_text(recording(), encoding="utf-8", newline="\n")
