"""Endpoints: for Services without a selector; and for all where slices may not be read."""

from collections.abc import Iterator
from typing import Final

from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule

FEW_ENDPOINTS: Final = 20
"""So many are asked for one by one: a namespace has as many as it has Services, and each lists all addresses."""


def _further(known: Known) -> Iterator[Query]:
    needing = [
        service
        for service in known.services
        if not service.selects or not known.snapshot.was_read("endpointslices", service.namespace)
    ]
    if len(needing) > FEW_ENDPOINTS:
        yield Query("Endpoints", known.question.namespace)
        return
    for service in needing:
        yield Query("Endpoints", service.namespace, name=service.name)


RULE = Rule(further=_further)
