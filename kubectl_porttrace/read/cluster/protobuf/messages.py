"""The classes of the messages that are read."""

from functools import cache
from typing import Any, Final

from google.protobuf import descriptor_pool, message_factory

from kubectl_porttrace.read.cluster.protobuf.descriptor import DESCRIPTOR

PACKAGE: Final = "kubectl_porttrace"


@cache
def message_class(name: str) -> Any:  # noqa: ANN401 - it is made at run time
    """The class of a message of `api.proto`; KeyError where there is none of that name."""
    return message_factory.GetMessageClass(_pool().FindMessageTypeByName(f"{PACKAGE}.{name}"))


@cache
def _pool() -> descriptor_pool.DescriptorPool:
    """A pool of its own, for other packages may know messages of these names as well."""
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(DESCRIPTOR)
    return pool
