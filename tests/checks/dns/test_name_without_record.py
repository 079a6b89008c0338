import pytest

from kubectl_porttrace.checks.dns.name_without_record import name_without_record as check
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.trace.lookups.address import TracedAddress
from tests.build import container, endpoint, endpoint_slice, found, judged, pod, port, service, traced_address

WEB = service({"port": 80, "name": "http"}, {"port": 53, "name": "dns", "protocol": "UDP", "targetPort": 5353})
POD = pod(container(port(80, "http")), name="web-0", ips=["10.244.0.9"])
DB = service({"port": 5432, "name": "pg"}, name="db", clusterIP="None", selector={"app": "db"})
DB_POD = pod(
    container(port(5432)), name="db-0", labels={"app": "db"}, spec={"hostname": "db-0", "subdomain": "db"}, ready=True
)
STRAY = pod(container(port(5432)), name="db-1", labels={"app": "db"}, spec={"hostname": "db-1", "subdomain": "other"})
LONE = pod(container(port(5432)), name="db-2", labels={"app": "db"})
UNREADY = endpoint_slice(
    [EndpointPort(port=5432, name="pg")], endpoint("10.244.0.7", hostname="db-7", ready=False), service="db"
)
NOT_READ = Unread("endpointslices", "shop", "forbidden", "endpointslices could not be read")
MAIL = service({"port": 25, "name": "smtp"}, name="mail", type="ExternalName", externalName="smtp.example.com")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_address("10.96.0.10", WEB, POD), id="no-name"),
        pytest.param(traced_address("web.shop", WEB, POD), id="service"),
        pytest.param(traced_address("_http._tcp.web.shop.svc", WEB, POD), id="port"),
        pytest.param(traced_address("_http._tcp.web", WEB), id="port-without-endpoints"),
        pytest.param(traced_address("10-244-0-9.web.shop.svc", WEB, POD), id="endpoint-by-its-address"),
        pytest.param(traced_address("db-0.db", DB, DB_POD), id="endpoint"),
        pytest.param(traced_address("db.shop.svc", DB), id="headless-without-endpoints-is-for-another-check"),
        pytest.param(traced_address("db-3.db.shop.svc", DB, unread=[NOT_READ], published=False), id="slices-not-read"),
    ],
)
def test_stays_silent(subject: TracedAddress) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "words", "meant"),
    [
        pytest.param(
            traced_address("http.web.shop.svc", WEB, POD),
            "http.web.shop.svc.cluster.local does not resolve: no endpoint of Service web has the host name http",
            "the SRV name of port http is _http._tcp.web.shop.svc.cluster.local",
            id="port-in-place-of-an-endpoint",
        ),
        pytest.param(
            traced_address("_dns._tcp.web.shop", WEB, POD),
            "port dns has protocol UDP",
            "_dns._udp.web.shop.svc.cluster.local",
            id="other-protocol",
        ),
        pytest.param(
            traced_address("_80._tcp.web.shop", WEB, POD),
            "Service web has no port called 80",
            "_http._tcp.web.shop.svc.cluster.local",
            id="number-of-a-port",
        ),
        pytest.param(
            traced_address("_htpp._tcp.web.shop", WEB, POD),
            "Service web has no port called htpp",
            "_http._tcp.web.shop.svc.cluster.local",
            id="misspelt-port",
        ),
        pytest.param(
            traced_address("_pg._tcp.db.shop", DB),
            "no endpoint is ready that has the port",
            "_pg._tcp.db.shop.svc.cluster.local",
            id="port-of-a-headless-service-without-endpoints",
        ),
        pytest.param(
            traced_address("db-7.db.shop.svc", DB, UNREADY, published=False),
            "the endpoint db-7 is not ready",
            "the name of the Service is db.shop.svc.cluster.local",
            id="endpoint-not-ready",
        ),
        pytest.param(
            traced_address("db-1.db.shop.svc", DB, STRAY),
            "pod db-1 has subdomain other: only that Service gives it a name of its own",
            "the name of endpoint db-1 is db-1.other.shop.svc.cluster.local",
            id="subdomain-of-another-service",
        ),
        pytest.param(
            traced_address("db-2.db.shop.svc", DB, LONE), "pod db-2 has no subdomain", "db.shop.svc", id="no-subdomain"
        ),
        pytest.param(
            traced_address("db-00.db.shop.svc", DB, DB_POD),
            "no endpoint of Service db has the host name db-00",
            "the name of endpoint db-0 is db-0.db.shop.svc.cluster.local",
            id="misspelt-endpoint",
        ),
        pytest.param(
            traced_address("x.mail.shop.svc", MAIL),
            "the Service is of type ExternalName, which has one name alone",
            "the name of the Service is mail.shop.svc.cluster.local",
            id="below-an-alias",
        ),
    ],
)
def test_fires(subject: TracedAddress, words: str, meant: str) -> None:
    one = judged(subject)["PTD09"]
    assert (one.path, one.severity, one.certainty) == ("metadata.name", "error", "contract")
    assert words in one.message
    assert meant in one.fix.text
