"""What an API server says instead of opening a stream."""

from http import HTTPStatus

from kubectl_porttrace.probe.server import RequestOutcome
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.cluster.decode import decode_status


def refusal(answer: HttpAnswer) -> RequestOutcome:
    """Why no stream was opened."""
    status = decode_status(answer.body)
    said = status.message if status else f"HTTP {answer.status}"
    forbidden = answer.status == HTTPStatus.FORBIDDEN and status is not None
    return RequestOutcome("forbidden" if forbidden else "failed", said)
