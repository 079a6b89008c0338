"""What has a form of its own in protobuf: text, moments, ports that are a number or a name, quantities."""

from datetime import datetime, timedelta, timezone
from typing import Any, Final

import msgspec

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=timezone.utc)
_NUMBER, _NAME = 0, 1
"""`k8s.io/apimachinery/pkg/util/intstr/intstr.go:Type`."""


def text(value: str | bytes) -> str:
    """Text; one that is not UTF-8 comes as bytes, and each byte that is none becomes one U+FFFD, as in Go's JSON.

    A kubelet sends what a container left as its last words, whatever that is, and the API server keeps it
    (`encoding/json/encode.go:appendString`).
    """
    if isinstance(value, str):
        return value
    parts, rest = [], bytes(value)
    while rest:
        try:
            parts.append(rest.decode())
            break
        except UnicodeDecodeError as error:
            parts.append(rest[: error.start].decode() + "\ufffd" * (error.end - error.start))
            rest = rest[error.end :]
    return "".join(parts)


def moment(message: Any) -> datetime | None:  # noqa: ANN401 - a Time
    """A moment, in whole seconds as in JSON; None for Go's zero time, which is an empty message here and null in JSON.

    Source: `k8s.io/apimachinery/pkg/apis/meta/v1/time_proto.go`.

    Raises:
        msgspec.DecodeError: it lies beyond the years 1 to 9999.
    """
    return moment_at(message.seconds) if message.HasField("seconds") else None


def precise_moment(message: Any) -> datetime | None:  # noqa: ANN401 - a MicroTime
    """The same in microseconds (`micro_time_proto.go`)."""
    return moment_at(message.seconds, message.nanos // 1000) if message.HasField("seconds") else None


def moment_at(seconds: int, microseconds: int = 0) -> datetime:
    """The moment so long after the beginning of 1970, likewise."""
    try:
        return _EPOCH + timedelta(seconds=seconds, microseconds=microseconds)
    except OverflowError:
        raise msgspec.DecodeError("it has a time beyond the years 1 to 9999") from None


def number_or_name(message: Any) -> int | str:  # noqa: ANN401 - an IntOrString
    """A port, as a number or as a name.

    Raises:
        msgspec.DecodeError: it is neither.
    """
    if message.type == _NUMBER:
        return int(message.intVal)
    if message.type != _NAME:
        raise msgspec.DecodeError(f"it has an IntOrString of type {message.type}")
    return text(message.strVal)


def quantity(message: Any) -> str:  # noqa: ANN401 - a Quantity
    """A quantity, as it is written."""
    return text(message.string)
