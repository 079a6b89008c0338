"""Reports to look at: each a situation on call, built without a cluster and the same every time."""

from collections.abc import Callable, Mapping
from functools import cache

from msgspec.structs import replace

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import EVERYTHING, Question
from kubectl_porttrace.report.v1 import Report
from tests.build import asking
from tests.build.numbers import from_one
from tests.render.situations_of_lookups import of_dns_name, of_url, of_uses
from tests.render.situations_of_others import (
    beside_services,
    called,
    everywhere,
    namespace,
    of_address,
    of_pod,
    of_template,
    of_webhook,
    of_workload,
    of_wrong_number,
)
from tests.render.situations_of_pods import (
    all_ended,
    converging,
    halfway,
    listening,
    many_owners,
    settling,
    some_ended,
    states,
)
from tests.render.situations_of_services import (
    almost,
    by_hand,
    control_characters,
    external_name,
    from_files,
    headless_mismatch,
    healthy,
    load_balancer,
    long_names,
    may_not_list,
    name_missing,
    one_pod_in_files,
    pods_unread,
    portless,
)

QUESTIONS: Mapping[str, Question] = {
    "of-webhook": asking("validatingwebhookconfiguration/checks"),
    "of-workload": asking("deploy/web"),
    "of-pod": asking("pod/web-0"),
    "of-address": asking("10.96.0.10:80", "node/node-1:30080"),
    "of-wrong-number": asking("10.96.0.10:8080"),
    "of-url": asking("https://shop.example.com/cart/1", "http://shop.example.com/cart/1"),
    "of-dns-name": asking("db-0.db.shop.svc", "_postgres._tcp.db.shop.svc.cluster.local"),
    "of-uses": replace(asking("web"), used=True),
    "of-template": asking("deploy/web"),
    "beside-services": asking("sts/db", "web", "api"),
}
"""What is asked where that is not everything."""
ROUTES = frozenset({"of-webhook", "of-url"})
"""Those of them that ask for an object which names Services."""
SITUATIONS: Mapping[str, Callable[[], Snapshot]] = {
    situation.__name__.replace("_", "-"): situation
    for situation in (
        healthy,
        name_missing,
        halfway,
        states,
        headless_mismatch,
        external_name,
        may_not_list,
        long_names,
        control_characters,
        by_hand,
        load_balancer,
        from_files,
        one_pod_in_files,
        many_owners,
        converging,
        almost,
        pods_unread,
        settling,
        some_ended,
        all_ended,
        portless,
        namespace,
        everywhere,
        of_workload,
        of_pod,
        of_address,
        of_wrong_number,
        of_url,
        of_dns_name,
        of_uses,
        of_template,
        beside_services,
        listening,
        of_webhook,
        called,
    )
}


@cache
def report_of(situation: str) -> Report:
    """The report on a situation; pods and slices are numbered from one each time."""
    with from_one():
        snapshot = SITUATIONS[situation]()
    return diagnose(snapshot, QUESTIONS.get(situation, EVERYTHING))
