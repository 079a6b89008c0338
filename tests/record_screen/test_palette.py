import pytest

from kubectl_porttrace.render.screen import STYLES
from scripts.record_screen.palette import BACKGROUND, RULES, classes, colors


def luminance(color: str) -> float:
    """Relative luminance, as WCAG 2.1 defines it."""
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("color", colors())
def test_every_colour_is_readable(color: str) -> None:
    assert (luminance(color) + 0.05) / (luminance(BACKGROUND) + 0.05) >= 4.5


@pytest.mark.parametrize("parameters", sorted(set(STYLES.values())))
def test_every_style_of_the_program_has_a_look(parameters: str) -> None:
    looks = classes(frozenset(map(int, parameters.split(";")))).split()
    assert len(looks) == len(parameters.split(";"))
    assert all(f".{look} {{" in RULES for look in looks)


def test_a_parameter_without_a_look_is_refused() -> None:
    with pytest.raises(ValueError, match="4"):
        classes(frozenset({1, 4}))
