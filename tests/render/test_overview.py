from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.render import render
from tests.build import asking, cluster, container, headless, manifests, pod, port, service, template

PORTS = ({"name": "a", "port": 80, "targetPort": "http"}, {"name": "b", "port": 81, "targetPort": "http"})


def test_what_concerns_no_port_stands_with_the_first_one() -> None:
    snapshot = cluster(
        service(*PORTS, externalIPs=["192.0.2.7"]), service(name="other"), pod(container(port(8080, "http")))
    )
    text = render(diagnose(snapshot), "wide", width=200, color=False)
    lines = [line.split() for line in text.splitlines() if line.startswith("web ")]
    assert [("PTS14" in " ".join(line), line[3]) for line in lines] == [(True, "a"), (False, "b")]


def test_what_is_only_in_manifests_is_not_ready() -> None:
    first, second = headless(name="db", ports=[]), headless(name="other", ports=[])
    snapshot = manifests(first, second, template(of="StatefulSet/web"))
    text = render(diagnose(snapshot), "table", width=200, color=False)
    assert [line.split()[3] for line in text.splitlines() if line.startswith(("db ", "other "))] == ["-", "-"]
    alone = render(diagnose(snapshot, asking("db")), "table", width=200, color=False)
    assert "1 template" in alone.splitlines()[0]
    assert "ready" not in alone
