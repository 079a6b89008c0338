"""What is typed in the recording, and how wide its terminal is."""

import shlex

COLUMNS = 102
"""As narrow as GitHub shows without shrinking the letters much, and wide enough for a fix that is to be pasted."""

COMMANDS = (
    "kubectl porttrace cart checkout search web -n shop --demo",
    "kubectl porttrace checkout -n shop --demo",
    "kubectl porttrace web -n shop --demo -o tree",
)
"""Which of these are broken; the command that the answer proposes, whose fix is a command; and a drawing."""


def arguments(command: str) -> list[str]:
    """What follows the name of the plugin. ValueError where the command is not the plugin's."""
    kubectl, plugin, *rest = shlex.split(command)
    if (kubectl, plugin) != ("kubectl", "porttrace"):
        raise ValueError(f"not a command of this plugin: {command}")
    return rest
