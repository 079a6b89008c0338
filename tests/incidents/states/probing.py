"""Probes: `pkg/kubelet/prober/prober.go:probe`, with the answers of `pkg/probe`."""

from tests.cluster.api import Manifest
from tests.cluster.objects import container, container_port, sidecar
from tests.incidents.states.state import WEB, State, Told, crashing, held, running, status, waiting

_PROBE = "pkg/kubelet/prober/prober.go:probe"
_HTTP: Manifest = {"httpGet": {"port": "http", "path": "/healthz"}}
_GET = 'Get "http://10.0.0.1:8080/healthz": '
_ROWS: tuple[tuple[str, Manifest, str, str], ...] = (
    ("http-503", _HTTP, "HTTP probe failed with statuscode: 503", "HTTP 503"),
    ("http-404", _HTTP, "HTTP probe failed with statuscode: 404", "HTTP 404"),
    ("refused", _HTTP, f"{_GET}dial tcp 10.0.0.1:8080: connect: connection refused", "connection refused"),
    (
        "slow",
        _HTTP,
        f"{_GET}context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
        "no answer in time",
    ),
    (
        "not-https",
        {"httpGet": {"port": "http", "scheme": "HTTPS"}},
        "http: server gave HTTP response to HTTPS client",
        "it speaks HTTP",
    ),
    (
        "tcp-refused",
        {"tcpSocket": {"port": "http"}},
        "dial tcp 10.0.0.1:8080: connect: connection refused",
        "connection refused",
    ),
    (
        "command",
        {"exec": {"command": ["pg_isready"]}},
        "db:5432 - no response",
        "its command says: db:5432 - no response",
    ),
    (
        "command-slow",
        {"exec": {"command": ["check"]}},
        'command "check" timed out after 1s',
        "its command does not end in time",
    ),
    (
        "grpc-not-serving",
        {"grpc": {"port": 8080}},
        'service unhealthy (responded with "NOT_SERVING")',
        "NOT_SERVING",
    ),
    (
        "grpc-without-health",
        {"grpc": {"port": 8080}},
        "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service",
        "it has no gRPC health service",
    ),
)
_UDP = container("web", container_port(8080, "http"), container_port(53, "dns", "UDP"))
STATES = (
    *(
        State(
            name,
            _PROBE,
            "PTP25",
            f"readiness probe of web fails: {cause}",
            held(status(running()) | {"started": True}, containers=(WEB | {"readinessProbe": probe},)),
            (Told("Unhealthy", f"Readiness probe failed: {message}", "web"),),
        )
        for name, probe, message, cause in _ROWS
    ),
    State(
        "combined-events",
        "k8s.io/client-go/tools/record/events_cache.go:EventAggregatorByReasonMessageFunc",
        "PTP25",
        "readiness probe of web fails: no answer in time",
        held(status(running()) | {"started": True}, containers=(WEB | {"readinessProbe": _HTTP},)),
        (
            Told(
                "Unhealthy",
                f"(combined from similar events): Readiness probe failed: {_GET}read tcp 10.0.0.9:4124->10.0.0.1:8080: "
                "i/o timeout",
                "web",
            ),
        ),
    ),
    State(
        "startup-503",
        _PROBE,
        "PTP25",
        "startup probe of web fails: HTTP 503",
        held(status(running(30)), containers=(WEB | {"startupProbe": _HTTP},)),
        (Told("Unhealthy", "Startup probe failed: HTTP probe failed with statuscode: 503", "web", 5),),
    ),
    State(
        "initial-delay",
        "pkg/kubelet/prober/worker.go:doProbe",
        "PTP25",
        "readiness probe of web has not begun: its initial delay is 3000s",
        held(
            status(running(5)) | {"started": True},
            containers=(WEB | {"readinessProbe": _HTTP | {"initialDelaySeconds": 3000}},),
        ),
    ),
    State(
        "event-of-an-earlier-run",
        _PROBE,
        "PTP25",
        "readiness probe of web has not passed",
        held(status(running(10), restarts=1) | {"started": True}, containers=(WEB | {"readinessProbe": _HTTP},)),
        (Told("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 500", "web", 300),),
    ),
    State(
        "sidecar-probed-while-web-crashes",
        _PROBE,
        "PTP21",
        "container web exits with code 1",
        held(
            crashing(1),
            init_statuses=(status(running(), "proxy") | {"started": True},),
            init_containers=(sidecar("proxy", 15021, readinessProbe={"tcpSocket": {"port": 15021}}),),
        ),
        (Told("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503", "proxy", init=True),),
    ),
    State(
        "sidecar-not-ready",
        _PROBE,
        "PTP25",
        "startup probe of sidecar proxy fails: connection refused",
        held(
            status(waiting("PodInitializing")),
            init_statuses=(status(running(60), "proxy"),),
            init_containers=(sidecar("proxy", 15021, startupProbe={"tcpSocket": {"port": 15021}}),),
        ),
        (
            Told(
                "Unhealthy",
                "Startup probe failed: dial tcp 10.0.0.1:15021: connect: connection refused",
                "proxy",
                5,
                init=True,
            ),
        ),
    ),
    State(
        "port-of-udp",
        "pkg/probe/util.go:ResolveContainerPort",
        "PTB05",
        'readiness probe of container web dials port "dns" over TCP, but it is declared as UDP',
        held(
            status(running()) | {"started": True},
            containers=(_UDP | {"readinessProbe": {"tcpSocket": {"port": "dns"}}},),
        ),
        (
            Told(
                "Unhealthy",
                "Readiness probe failed: dial tcp 10.0.0.1:53: connect: connection refused",
                "web",
            ),
        ),
        unpasted="the template of a workload is to be changed, which restarts its pods",
        remains=True,
    ),
)
