"""Who uses a Service port, and which changes of it that breaks."""

from kubectl_porttrace.report.v1.findings import ObjectReference
from kubectl_porttrace.report.v1.value import ReportValue
from kubectl_porttrace.report.v1.words import PortChange, UseWord


class PortUse(ReportValue, frozen=True):
    """One place that uses a Service port.

    `way` is what for, `path` the field path of the place in `object`, and `written` the port as it is written there,
    null where none is. `broken_by` are the changes after which the place means this port no longer: of its name, its
    number, its targetPort, of the number that the containers serve it on, or that it is removed. `by_service` is
    whether requests go by way of the Service; policies and probes have the number of the pods. `certain` is false where
    objects leave open whether it is this port.
    """

    way: UseWord
    object: ObjectReference
    path: str
    written: str | None
    broken_by: tuple[PortChange, ...]
    by_service: bool
    certain: bool
