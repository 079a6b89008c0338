"""Whole screens at 80 columns, as someone on call sees them; what differs from run to run is made alike."""

from __future__ import annotations

import re
from textwrap import dedent

from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, service, service_port
from tests.cluster.plugin import Porttrace
from tests.cluster.published import wait_until_published
from tests.end_to_end.workloads import placed_pods, roll_halfway

HTTP = container("app", container_port(8080, "http"))


def alike(screen: str, **names: str) -> str:
    """Return the screen with one address, age and node port, and each word of `names` written as its key.

    A word and what replaces it are of one length, so that columns stay where they are.
    """
    for key, word in names.items():
        screen = screen.replace(word, key.ljust(len(word), "_"))
    screen = re.sub(r"\b10\.\d+\.\d+\.\d+", "10.96.0.1", screen)
    return re.sub(r"\b(\d+[smh])+ old", "1s old", re.sub(r"\b3[0-2]\d{3}\b", "30000", screen))


def test_rollout_that_lost_the_name(namespace: Namespace, porttrace: Porttrace) -> None:
    old, new = roll_halfway(namespace, HTTP, container("app", container_port(8080, "web")))
    result = porttrace("web")
    assert (result.returncode, result.stderr) == (0, "")
    rs = {"old": old[0].split("-")[1], "new": new.split("-")[1]}
    assert alike(result.stdout, ns=namespace.name, **rs) == dedent(
        """\
        ns___________/web: partial   ClusterIP 10.96.0.1   selector app=web
          3 of 3 pods ready

        10.96.0.1:80 → 80/TCP → http ✗ 1 of rs/web-new_______ (rev 2)   PTR02

        PORT     TARGETPORT   CONTAINER         PODS                             VERDICT
        80/TCP   http         app:8080 (http)   2 of rs/web-old_______ (rev 1)   partial
                              name not found    1 of rs/web-new_______ (rev 2)

        warning PTR02: 1 of 3 pods does not declare "http", the targetPort of port
          80/TCP
          1 pod of rs/web-new_______ (revision 2, 1s old) does not declare http
          2 pods of rs/web-old_______ (revision 1, 1s old) do
          fix: Deployment/web lost the name in revision 2: name its container port
            "http" again, or undo the rollout

        2 notes (-o wide)
        why: kubectl porttrace --explain PTR02
        """
    )


def test_misspelt_selector(namespace: Namespace, porttrace: Porttrace) -> None:
    labels = {"app": "storefront", "tier": "front"}
    namespace.apply(
        service("shop", service_port(80, 8080), selector=labels | {"tier": "fornt"}),
        deployment("shop", container("app", 8080), replicas=2, labels=labels),
    )
    namespace.wait_for_pods(2, **labels)
    wait_until_published(namespace)
    result = porttrace("shop")
    assert (result.returncode, result.stderr) == (3, "")
    assert alike(result.stdout, ns=namespace.name) == dedent(
        """\
        ns___________/shop: broken   ClusterIP 10.96.0.1
          selector app=storefront,tier=fornt   0 of 0 pods ready

        10.96.0.1:80 → 80/TCP → 8080 ✗ no endpoint   PTP03

        PORT     TARGETPORT   CONTAINER   PODS   VERDICT
        80/TCP   8080         -           none   broken

        error PTP03: 2 pods match except for label tier: the selector wants fornt, the
          pods have front
          tier=front: 2 pods of Deployment/shop
          no pod matches the whole selector app=storefront,tier=fornt
          fix: write tier=front in the selector in place of tier=fornt
            kubectl patch service shop -n ns___________ --type=merge -p '{"spec":{"selector":{"tier":"front"}}}'
          follows: PTP01 no pod in namespace ns___________ matches the selector…

        why: kubectl porttrace --explain PTP03
        """
    )


def test_probe_of_a_name_that_is_not_there(namespace: Namespace, porttrace: Porttrace) -> None:
    probed = HTTP | {"readinessProbe": {"httpGet": {"port": "htpp"}}}
    namespace.apply(
        service("api", service_port(80, "http", "http"), service_port(81, 9090, "adm"), type="NodePort"),
        deployment("api", probed, replicas=3, by_hand=True),
    )
    for pod in placed_pods(namespace, 3, "api"):
        namespace.set_state(pod, "unready")
    namespace.wait_for_endpoints("api", ready=0, not_ready=3)
    result = porttrace("api")
    assert (result.returncode, result.stderr) == (3, "")
    assert alike(result.stdout, ns=namespace.name) == dedent(
        """\
        ns___________/api: broken   NodePort 10.96.0.1   selector app=api
          0 of 3 pods ready

        PORT         NODEPORT  TARGETPORT  CONTAINER        PODS                 VERDICT
        http 80/TCP  30000     http        app:8080         3 of api, not ready  broken
        adm 81/TCP   30000     9090        9090 undeclared  3 of api, not ready  broken

        error PTB01: readiness probe of container app names port "htpp", which no
          container of the pod declares: the pod cannot become ready
          pods: 3 pods of Deployment/api
          container app declares: http 8080/TCP
          fix: use the number, or give a port of container app the name "htpp"
          follows: PTP07 none of the 3 selected pods is ready: container app runs but…

        1 note (-o wide)
        why: kubectl porttrace --explain PTB01
        """
    )


def test_healthy_service_is_a_few_lines_without_findings(namespace: Namespace, porttrace: Porttrace) -> None:
    probed = HTTP | {"readinessProbe": {"httpGet": {"port": "http"}}}
    namespace.apply(service("web", service_port(80, "http")), deployment("web", probed, replicas=2))
    namespace.wait_for_pods(2, app="web")
    namespace.wait_for_endpoints("web", ready=2)
    result = porttrace("web", "--fail-on", "note")
    assert (result.returncode, result.stderr) == (0, "")
    assert alike(result.stdout, ns=namespace.name) == dedent(
        """\
        ns___________/web: wired   ClusterIP 10.96.0.1   selector app=web
          2 of 2 pods ready

        PORT     TARGETPORT   CONTAINER         PODS                  VERDICT
        80/TCP   http         app:8080 (http)   2 of Deployment/web   wired

        wired = routed to a usable backend; what listens there is not in the API
        """
    )
