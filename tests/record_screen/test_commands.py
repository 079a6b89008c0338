import pytest

from scripts.record_screen.commands import arguments


def test_the_arguments_follow_the_name() -> None:
    assert arguments("kubectl porttrace web -l 'app in (a, b)'") == ["web", "-l", "app in (a, b)"]


@pytest.mark.parametrize("command", ["kubectl get pods", "porttrace kubectl web"])
def test_another_command_is_refused(command: str) -> None:
    with pytest.raises(ValueError, match="not a command of this plugin"):
        arguments(command)
