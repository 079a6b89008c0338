"""What an API server says instead of opening a stream."""

from http import HTTPStatus

from kubectl_porttrace.probe.server import Told
from kubectl_porttrace.read.cluster.answers import Answer
from kubectl_porttrace.read.cluster.decode import decode_status


def refusal(answer: Answer) -> Told:
    """Why no stream was opened."""
    status = decode_status(answer.body)
    said = status.message if status else f"HTTP {answer.status}"
    forbidden = answer.status == HTTPStatus.FORBIDDEN and status is not None
    return Told("forbidden" if forbidden else "failed", said)
