"""What a fix promises: applied as written it removes its finding, and makes nothing worse."""

from collections.abc import Iterator

from tests.cluster.api import Manifest

WORSE = ("wired", "external", "unknown", "partial", "broken")
Key = tuple[str, str, str]


def key(finding: Manifest) -> Key:
    """What makes it the same finding in another report: its code, its Service, its path."""
    return finding["code"], finding["subject"]["name"], finding["path"]


def broken_promises(finding: Manifest, before: Manifest, after: Manifest) -> Iterator[str]:
    """What was promised of the fix of a finding and did not come.

    Args:
        finding: the finding whose fix was applied.
        before: the report it is from.
        after: the report on the same namespace, once the controllers have settled.
    """
    title = "{} of {} at {}".format(*key(finding))
    if key(finding) in {key(each) for each in after["findings"]}:
        yield f"{title} is still there"
    verdicts = _verdicts(before)
    for port, verdict in _verdicts(after).items():
        was = verdicts.get(port, "wired")
        if WORSE.index(verdict) > WORSE.index(was):
            yield f"{title}: port {port[1]} of {port[0]} was {was} and is {verdict}"
    for new in sorted(_errors(after) - _errors(before)):
        yield f"{title}: an error of {new[0]} at {new[1]} is new"


def _verdicts(report: Manifest) -> dict[tuple[str, int], str]:
    """The verdict of every port, by the Service's name and the port's place."""
    return {
        (service["name"], place): port["verdict"]
        for service in report["services"]
        for place, port in enumerate(service["ports"])
    }


def _errors(report: Manifest) -> set[tuple[str, str]]:
    """Where errors are; another code for the same field is the same error, better told."""
    return {key(each)[1:] for each in report["findings"] if each["severity"] == "error"}
