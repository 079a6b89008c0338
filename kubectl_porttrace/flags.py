"""The flags of the command line: typer makes one value of them, and takes the help from its fields.

Each group extends the one before it, since the fields of a Struct are those of its base, then its own: the order of
the help. The first groups are those of `asked_flags.py`.
"""

from typing import Annotated

import msgspec
import typer

from kubectl_porttrace.asked_flags import SourceFlags
from kubectl_porttrace.options import FAIL_ON, OUTPUTS, PAGE, SORT_BY, Options
from kubectl_porttrace.read.login.flags import ConnectionFlags, parse_timeout

HELP = """\
Follow every port of a Service to its containers, and say which step breaks, why, and what to change.

TARGET is a Service or one of its ports: web, svc/web, svc web, web:http, web:80, web:53/UDP; a pod or workload:
pod/web-0, deploy/web; what names Services: ing/web; or an address, node port or DNS name, to find who owns it:
10.96.0.10:53, :30080, web.shop.svc:80; or a URL. Without a TARGET, all Services of the namespace are followed.
Nothing is ever changed.

Exit codes: 0 no problem found; 1 could not run; 2 wrong command line; 3 problem found; 4 the target is unknown
because something may not be read.
"""


class OutputFlags(SourceFlags, frozen=True, kw_only=True):
    """And flags that say how to print it."""

    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FORMAT",
            help="One of: " + ", ".join(OUTPUTS) + f".  [default: {OUTPUTS[0]}]",
            show_default=False,
        ),
    ] = None
    open_page: Annotated[bool, typer.Option("--open", help="Write the html to a private file and open a browser.")] = (
        False
    )
    problems: Annotated[bool, typer.Option("--problems", help="List only Services with a problem.")] = False
    everything: Annotated[bool, typer.Option("--all", help="List healthy Services too, even many.")] = False
    sort_by: Annotated[str, typer.Option("--sort-by", metavar="ORDER", help="One of: " + ", ".join(SORT_BY) + ".")] = (
        SORT_BY[0]
    )
    no_headers: Annotated[bool, typer.Option("--no-headers", help="Print no column headers.")] = False
    no_color: Annotated[bool, typer.Option("--no-color", help="Print no colours.")] = False
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing on stderr but errors.")] = False


class FindingFlags(OutputFlags, frozen=True, kw_only=True):
    """And flags that say which findings count."""

    fail_on: Annotated[
        str,
        typer.Option("--fail-on", metavar="LEVEL", help="Lowest severity that exits 3: " + ", ".join(FAIL_ON) + "."),
    ] = "error"
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="FILE|CONTEXT",
            help="Compare with a saved or printed report, or another context; exits 3 if something got worse.",
        ),
    ] = None
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="CODE", help="Leave out findings with this code.")
    ] = None
    baseline: Annotated[
        str | None,
        typer.Option(
            "--baseline", metavar="FILE", help="Count only findings that this report (-o json) does not have."
        ),
    ] = None
    advice: Annotated[bool, typer.Option("--advice", help="Show notes too, those on good practice among them.")] = False


class DocumentationFlags(FindingFlags, frozen=True, kw_only=True):
    """And flags that ask for something else than a report."""

    explain: Annotated[
        str | None, typer.Option("--explain", metavar="WORD", help="Explain a code, or a word such as targetPort.")
    ] = None
    list_checks: Annotated[bool, typer.Option("--list-checks", help="List all codes.")] = False
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False


class ServerFlags(DocumentationFlags, frozen=True, kw_only=True):
    """And kubectl's flags that say which API server to ask, and as whom."""

    kubeconfig: Annotated[str | None, typer.Option(metavar="FILE", help="Kubeconfig file.")] = None
    context: Annotated[
        str | None, typer.Option(metavar="NAME", help="Context in the kubeconfig; several with commas.")
    ] = None
    all_contexts: Annotated[bool, typer.Option("--all-contexts", help="All contexts of the kubeconfig.")] = False
    cluster: Annotated[str | None, typer.Option(metavar="NAME", help="Cluster in the kubeconfig.")] = None
    user: Annotated[str | None, typer.Option(metavar="NAME", help="User in the kubeconfig.")] = None
    impersonate: Annotated[str | None, typer.Option("--as", metavar="USER", help="Impersonate this user.")] = None
    impersonate_group: Annotated[
        list[str] | None, typer.Option("--as-group", metavar="GROUP", help="Impersonate this group.")
    ] = None
    impersonate_uid: Annotated[str | None, typer.Option("--as-uid", metavar="UID", help="Impersonate this UID.")] = None
    token: Annotated[str | None, typer.Option(metavar="TOKEN", help="Bearer token.")] = None
    server: Annotated[str | None, typer.Option("-s", "--server", metavar="URL", help="URL of the API server.")] = None
    certificate_authority: Annotated[
        str | None, typer.Option(metavar="FILE", help="CA file for the server's certificate.")
    ] = None
    client_certificate: Annotated[str | None, typer.Option(metavar="FILE", help="Client certificate file.")] = None
    client_key: Annotated[str | None, typer.Option(metavar="FILE", help="Client key file.")] = None
    insecure_skip_tls_verify: Annotated[
        bool, typer.Option("--insecure-skip-tls-verify", help="Do not check the server's certificate.")
    ] = False
    tls_server_name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Host name to expect in the server's certificate.")
    ] = None
    proxy_url: Annotated[str | None, typer.Option(metavar="URL", help="Proxy to use for the server.")] = None
    request_timeout: Annotated[
        str | None, typer.Option(metavar="TIME", help="Time limit of a request: 5s, 1m; 0 for none.")
    ] = None

    @property
    def connection(self) -> ConnectionFlags:
        """What to connect with."""
        return ConnectionFlags(
            kubeconfig=self.kubeconfig,
            context=self.context,
            cluster=self.cluster,
            user=self.user,
            impersonate=self.impersonate,
            impersonate_groups=tuple(self.impersonate_group or ()),
            impersonate_uid=self.impersonate_uid,
            token=self.token,
            server=self.server,
            certificate_authority=self.certificate_authority,
            client_certificate=self.client_certificate,
            client_key=self.client_key,
            insecure_skip_tls_verify=self.insecure_skip_tls_verify,
            tls_server_name=self.tls_server_name,
            proxy_url=self.proxy_url,
            request_timeout=parse_timeout(self.request_timeout) if self.request_timeout is not None else None,
        )


class Flags(ServerFlags, frozen=True, kw_only=True):
    """All flags."""

    @property
    def _output(self) -> str:
        default = PAGE if self.open_page else OUTPUTS[0]
        return default if self.output is None else self.output

    def options(self, *, color: bool) -> Options:
        """The run they ask for.

        Args:
            color: whether colours are wanted.

        Raises:
            UsageError: they contradict each other, or one of them is not understood.
        """
        from kubectl_porttrace.checked_options import checked
        from kubectl_porttrace.repeated import repeated

        options = Options(
            namespace=self.namespace,
            all_namespaces=self.all_namespaces,
            selector=self.selector,
            files=tuple(self.filename or ()),
            recursive=self.recursive,
            complete=self.complete,
            demo=self.demo,
            output=self._output,
            open_page=self.open_page,
            headers=not self.no_headers,
            color=color,
            problems=self.problems,
            everything=self.everything,
            sort_by=self.sort_by,
            routes=not self.no_routes,
            client=self.client,
            header=tuple(self.header or ()),
            method=self.method,
            fail_on=self.fail_on,
            ignore=tuple(self.ignore or ()),
            baseline=self.baseline,
            used=self.used,
            advice=self.advice or self._output == PAGE,
            save=self.save,
            probe=self.probe,
            watch=self.watch,
            until=self.until,
            timeout=parse_timeout(self.timeout, "--timeout") if self.timeout is not None else None,
            quiet=self.quiet,
            against=self.against,
            over_cluster=self.over_cluster,
            all_contexts=self.all_contexts,
            connection=self.connection,
            repeated=repeated(msgspec.structs.asdict(self)),
        )
        return checked(options, tuple(self.targets or ()))
