from kubectl_porttrace.diagnose.report import diagnose
from kubectl_porttrace.render import render
from tests.build import cluster, container, pod, port, service

PORTS = ({"name": "a", "port": 80, "targetPort": "http"}, {"name": "b", "port": 81, "targetPort": "http"})


def test_what_concerns_no_port_stands_with_the_first_one() -> None:
    snapshot = cluster(
        service(*PORTS, externalIPs=["192.0.2.7"]), service(name="other"), pod(container(port(8080, "http")))
    )
    text = render(diagnose(snapshot, snapshot.services), "wide", width=200, color=False)
    lines = [line.split() for line in text.splitlines() if line.startswith("web ")]
    assert [("PTS14" in " ".join(line), line[3]) for line in lines] == [(True, "a"), (False, "b")]
