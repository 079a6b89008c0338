"""Questions, written as on the command line."""

from kubectl_porttrace.question import Question
from kubectl_porttrace.selector import parse_selector
from kubectl_porttrace.target import parse_target


def asking(*targets: str, namespace: str | None = "shop", labels: str = "") -> Question:
    """What `kubectl porttrace TARGET ... -n NAMESPACE -l LABELS` asks; a namespace of None is `-A`."""
    return Question(namespace, tuple(map(parse_target, targets)), parse_selector(labels))
