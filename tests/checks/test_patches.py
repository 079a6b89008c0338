"""Commands that change an object which names Service ports."""

from tests.build import ingress, pod, route_in_files, service, traced_route
from tests.build.judgement import judged

WEB = service({"port": 80, "targetPort": 8080})


def test_what_is_only_in_files_is_changed_there() -> None:
    everything = frozenset({("services", "")})
    live, written = traced_route(ingress(8080), WEB, pod()), route_in_files(ingress(8080), WEB, listed=everything)
    assert (judged(live)["PTI03"].fix.command or "").startswith("kubectl patch ingresses shop -n shop ")
    assert judged(written)["PTI03"].fix.command is None
    assert judged(written)["PTI03"].fix.text == judged(live)["PTI03"].fix.text
