"""The default class of Ingresses: on a control plane of its own, for it is given to every Ingress of a cluster."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.cluster.namespace import Namespace
from tests.end_to_end.in_process import InProcess
from tests.end_to_end.seen import read_report
from tests.end_to_end.test_ingresses import ingress, ingress_class

BACKEND = ("/", "web", 80)


def made_after(namespace: Namespace, name: str, moment: str) -> str:
    """Write a default class that is younger than `moment`: times of objects have whole seconds. Its own time."""
    path = "/apis/networking.k8s.io/v1/ingressclasses"

    def younger() -> str:
        made: str = namespace.apply(ingress_class(name, default=True))[0]["metadata"]["creationTimestamp"]
        if datetime.fromisoformat(made.replace("Z", "+00:00")) > datetime.fromisoformat(moment.replace("Z", "+00:00")):
            return made
        namespace.api.delete(f"{path}/{name}")
        time.sleep(0.2)
        return ""

    return namespace.wait_for(younger, "a younger class")


def numbered(namespace: Namespace) -> Callable[[], str]:
    """Makes one Ingress after the other, and returns the class that each gets."""
    numbers = itertools.count()

    def admitted() -> str:
        made = namespace.create(ingress(f"after-{next(numbers)}", BACKEND))
        return str(made["spec"].get("ingressClassName"))

    return admitted


def test_the_default_class_as_the_api_server_admits_it(
    here: Namespace, on_plane: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = here.create(ingress("before", BACKEND))["metadata"]["creationTimestamp"]
    first, taken = f"{here.name}-a", f"{here.name}-b"
    made_after(here, taken, made_after(here, first, before))
    admitted = numbered(here)
    # The admission plugin sees classes with a delay, as it watches them.
    here.wait_for(lambda: admitted() == taken, "the newest class")
    assert "ingressClassName" not in here.get("Ingress", "before")["spec"]
    report = read_report(on_plane.program("ing/before", "-o", "json"), exit_code=3)
    (several,) = [each for each in report["findings"] if each["code"] == "PTI36"]
    assert several["message"].endswith(f"gets {taken}")
    # Nobody can make an Ingress that is ten minutes old.
    monkeypatch.setattr("kubectl_porttrace.checks.ingress_classes.PATIENCE", timedelta(days=-1))
    told = {each["name"]: each["findings"] for each in json.loads(on_plane("-o", "json").stdout)["routes"]}
    assert {name for name, codes in told.items() if "PTI35" in codes} == {"before"}
    assert len(told) > 1
    assert "PTI06" not in told["before"]
