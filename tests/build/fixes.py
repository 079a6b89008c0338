"""What every fix keeps to: it says what to do, in words of its own, and gives a command unless none is safe."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from kubectl_porttrace.findings import Fix

_FILES = "the object is still in a file, which is the place to change it"
_MEANT = "only the owner knows which of the two sides is meant"
_NOTE = "nothing has to be changed"
_WRITTEN = "the address or number to write is not in the API"
_TEMPLATE = "the template of a workload is to be changed, which restarts its pods, and usually comes from a file"
_POLICY = "it changes who gets the traffic, which the owner decides"

WITHOUT_COMMAND: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("PTS01", "PTS02", "PTS03", "PTS04", "PTS05", "PTN06", "PTN07"), _FILES),
        **dict.fromkeys(("PTR08", "PTR10", "PTR16", "PTE21"), _NOTE),
        **dict.fromkeys(
            (
                "PTR02",
                "PTR03",
                "PTR11",
                "PTR12",
                "PTR13",
                "PTR15",
                "PTR18",
                "PTR17",
                "PTR20",
                "PTE03",
                "PTS18",
                "PTS19",
            ),
            _MEANT,
        ),
        **dict.fromkeys(("PTP02", "PTP15", "PTP19", "PTP10", "PTP11", "PTK03", "PTE11"), _MEANT),
        **dict.fromkeys(("PTR04", "PTR07", "PTR09", "PTR14", "PTR19", "PTP17", "PTP18"), _TEMPLATE),
        **dict.fromkeys(("PTB01", "PTB02", "PTB03", "PTB04", "PTB05", "PTB06", "PTB07", "PTB08"), _TEMPLATE),
        **dict.fromkeys(("PTB09", "PTB10"), _TEMPLATE),
        **dict.fromkeys(("PTK01", "PTK02", "PTE20", "PTS22", "PTS12", "PTS16", "PTS21", "PTS23"), _POLICY),
        **dict.fromkeys(("PTE02", "PTE05", "PTE06", "PTE07", "PTE10", "PTE12", "PTE17", "PTE18", "PTE19"), _WRITTEN),
        **dict.fromkeys(("PTS10", "PTS24", "PTD02"), _WRITTEN),
        **dict.fromkeys(("PTK04", "PTK07", "PTK08", "PTK10", "PTK12", "PTK15", "PTK19", "PTD07"), _MEANT),
        **dict.fromkeys(("PTK11", "PTK16", "PTK17", "PTK20", "PTD03", "PTD04", "PTD05"), _NOTE),
        **dict.fromkeys(("PTK13", "PTK14"), "it is the client that has to dial another number"),
        "PTD09": "it is the client that has to use another name",
        "PTK09": "the zone of a node is not in the API until somebody writes it",
        "PTD08": "what is to be mended is another Service, on which the report says what to do",
        **dict.fromkeys(("PTH01", "PTH04", "PTH05"), _TEMPLATE),
        **dict.fromkeys(("PTH02", "PTH06"), _MEANT),
        **dict.fromkeys(("PTA01", "PTA04", "PTA05", "PTA06", "PTA09"), _MEANT),
        **dict.fromkeys(("PTM02", "PTM04", "PTM06", "PTM08"), _MEANT),
        **dict.fromkeys(("PTM03", "PTM07"), _TEMPLATE),
        **dict.fromkeys(
            ("PTN01", "PTN10", "PTN12", "PTN15", "PTN17", "PTN21"),
            "whom a policy is to admit is for its owner to decide",
        ),
        **dict.fromkeys(("PTN04", "PTN11", "PTN23"), _MEANT),
        **dict.fromkeys(("PTN14", "PTN22"), "clients of the Service have to change with it"),
        "PTN20": _NOTE,
        **dict.fromkeys(("PTG02", "PTG03", "PTG04", "PTG07"), "nothing fails, and the names and numbers are in use"),
        "PTG05": "who the clients are is not in the API",
        "PTG06": "only the owner knows whether the program may run twice",
        "PTN13": "the policies to look at are of kinds that are not judged",
        **dict.fromkeys(
            (
                "PTI01",
                "PTI13",
                *("PTI06", "PTI07", "PTI35", "PTI36", "PTI50", "PTI42", "PTI45", "PTI48", "PTI37", "PTI49", "PTI39"),
                *("PTI38", "PTI40"),
                *("PTI14", "PTI15", "PTI16", "PTI17", "PTI18", "PTI19", "PTI30", "PTI25", "PTI27", "PTI24", "PTI31"),
            ),
            _MEANT,
        ),
        **dict.fromkeys(("PTI10", "PTI28"), "who owns the Service decides whether routes of others may name it"),
        "PTI12": _NOTE,
        **dict.fromkeys(("PTL06", "PTL07"), "how a program is told where to listen is its own"),
        **dict.fromkeys(("PTL08", "PTL10"), _MEANT),
        **dict.fromkeys(("PTL09",), _NOTE),
        "PTH03": "whether fewer pods, more nodes or another kind of workload are wanted is for the owner to decide",
        "PTP04": "the number of replicas is not in the API once it is 0",
        "PTP12": "deleting pods of a node that is gone may lose what runs there still",
        "PTE04": "the label was put there on purpose",
        "PTE08": "the programs to change are not in the API",
        "PTE09": "the label was put there on purpose, on the Endpoints or on the slice",
        "PTE14": "deleting slices takes traffic from what may still need it",
        "PTE15": "deleting slices takes traffic from what may still need it",
        "PTE16": "the name to write is the owner's own",
        "PTE22": "deleting an endpoint takes traffic from what may have a second network",
        "PTE23": "only who wrote the endpoints knows whether they are ready",
        "PTE24": "a slice that is not meant for the Service would get its traffic",
        "PTD01": "publishing pods that are not ready is for the owner to decide",
        "PTS06": "the file to apply is not in the API",
        "PTS07": "clients have to change with it",
        "PTS08": "clients have to change with it",
        **dict.fromkeys(
            ("PTS09", "PTS11", "PTS13", "PTS14", "PTS15", "PTS17"), "nothing fails, and clients may use it"
        ),
        "PTS20": "taking a finalizer away by hand leaves behind what it guards",
    }
)
"""The checks whose fix has no command, each with the reason why none is safe."""

_WORD = re.compile(r"[A-Za-z][A-Za-z']+")
_EMPTY_PHRASES = re.compile(
    r"\b(fix|correct|remove|change|repair|read) what (keeps|the message|it|they|the kubelet|the event)", re.IGNORECASE
)
_TO_BE_SHOWN = re.compile(r"\b(events?|logs?|conditions)\b")
_GENERAL = frozenset(
    (
        *(
            "a",
            "all",
            "and",
            "any",
            "are",
            "as",
            "at",
            "be",
            "because",
            "by",
            "can",
            "do",
            "does",
            "for",
            "from",
            "get",
        ),
        *("gets", "has", "have", "if", "in", "is", "it", "its", "not", "of", "on", "once", "or", "out", "so", "that"),
        *("the", "them", "then", "there", "these", "they", "this", "to", "up", "when", "which", "why", "with", "what"),
        *(
            "change",
            "check",
            "correct",
            "ensure",
            "find",
            "fix",
            "keep",
            "keeps",
            "let",
            "look",
            "make",
            "mend",
            "read",
        ),
        *("remove", "repair", "see", "try", "message", "problem", "reason", "reasons", "right", "wrong", "whatever"),
    )
)
"""Words that say nothing about what to do where they stand alone."""


def fault_of(code: str, message: str, fix: Fix) -> str | None:
    """What is wrong with the fix of a finding; None where nothing is."""
    if not _words(fix.text) - _GENERAL:
        return f'the fix consists of general words: "{fix.text}"'
    if fix.text.rstrip(":") in message:
        return f'the fix repeats the message: "{fix.text}"'
    if _EMPTY_PHRASES.search(fix.text):
        return f'the fix does not say what to do: "{fix.text}"'
    if fix.command is None and (
        fix.text.endswith(":")
        or (_TO_BE_SHOWN.search(fix.text) and not any(word in fix.text for word in ("kubectl", "may read")))
    ):
        return f'the fix points to what no command shows: "{fix.text}"'
    if fix.command is not None and code in WITHOUT_COMMAND:
        return f"{code} has a command and is on the list of those without"
    return None


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text))
