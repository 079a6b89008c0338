import re

from scripts.record_screen import FILE

README = FILE.parent.parent / "README.md"


def test_the_recording_opens_the_readme() -> None:
    title, *rest = [line for line in README.read_text(encoding="utf-8").splitlines() if line]
    assert title.startswith("# ")
    image = re.fullmatch(r"!\[(.+)\]\(docs/(.+)\)", rest[0])
    assert image is not None
    assert image[2] == FILE.name
    assert len(image[1]) > 40
