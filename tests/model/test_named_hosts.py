import pytest

from kubectl_porttrace.model.named_hosts import hosts_in, service_of


@pytest.mark.parametrize(
    ("command", "hosts"),
    [
        ("nc -z db 5432", {"db"}),
        ("sh -c until nc -w 2 -z db 5432; do sleep 1; done", {"db"}),
        ("until nslookup mydb.shop.svc.cluster.local; do echo waiting; done", {"mydb.shop.svc.cluster.local", "mydb"}),
        ("wait-for-it.sh cache:6379 -- true", {"cache"}),
        ("dockerize -wait tcp://queue:5672", {"queue"}),
        ("curl -fsS http://user:pass@api.front/healthz", {"api.front"}),
        ("pg_isready -h db-primary -p 5432", {"db-primary"}),
        ("mysqladmin ping --host=mysql", {"mysql"}),
        ("getent hosts auth", {"auth"}),
        ("echo web db cache", set()),
        ("cp -r /var/www/web /out", set()),
        ("sh -c sleep 5", set()),
        ("ghcr.io/acme/web:1.9", set()),
        ("date 12:30", set()),
        ("", set()),
    ],
)
def test_hosts_of_a_command_line(command: str, hosts: set[str]) -> None:
    named = set(hosts_in(command.split(), (), "init"))
    assert {service_of(host, "shop") for host in named} - {None} == {service_of(host, "shop") for host in hosts} - {
        None
    }


@pytest.mark.parametrize(
    ("variable", "value", "hosts"),
    [
        ("DB_HOST", "db", {"db"}),
        ("DATABASE_URL", "postgres://u:p@db:5432/shop", {"db"}),
        ("ENDPOINT", "cache:6379", {"cache"}),
        ("GREETING", "db", set()),
        ("DB_HOST", "not a host", set()),
    ],
)
def test_hosts_of_the_environment(variable: str, value: str, hosts: set[str]) -> None:
    assert set(hosts_in((), ((variable, value),), "init")) == hosts


@pytest.mark.parametrize(
    ("name", "hosts"),
    [("wait-for-db", {"db"}), ("check-db", {"db"}), ("waitfor-db", {"db"}), ("db", set()), ("init", set())],
)
def test_hosts_of_the_name(name: str, hosts: set[str]) -> None:
    assert set(hosts_in((), (), name)) == hosts


@pytest.mark.parametrize(
    ("host", "service"),
    [
        ("db", "db"),
        ("db.shop", "db"),
        ("db.shop.svc", "db"),
        ("db.shop.svc.cluster.local", "db"),
        ("db.other", None),
        ("db.shop.example.com", None),
        ("example.com", None),
        ("localhost", None),
        ("", None),
    ],
)
def test_the_service_that_a_host_means(host: str, service: str | None) -> None:
    assert service_of(host, "shop") == service
