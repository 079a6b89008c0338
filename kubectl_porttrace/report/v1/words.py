"""The words that fields of the report may hold."""

from typing import Literal

API_VERSION: Literal["porttrace/v1"] = "porttrace/v1"

Severity = Literal["error", "warning", "note"]
Certainty = Literal["certain", "kube-proxy", "cni", "contract", "likely"]
Suppressor = Literal["flag", "annotation", "baseline"]
VerdictWord = Literal["wired", "partial", "broken", "unknown", "external"]
ContainerKind = Literal["container", "sidecar"]
NetworkPolicyWord = Literal["allowed", "blocked", "unknown", "none"]
ListeningWord = Literal["yes", "loopback", "no", "unreachable", "unknown"]
ListeningSource = Literal["readiness", "proxy", "forward", "proc"]
ListeningHint = Literal["liveness", "startup"]
ProbeMethod = Literal["proxy", "forward", "proc"]
ProbeOutcome = Literal[
    "tls",
    "http",
    "plain",
    "closed",
    "silent",
    "opened",
    "refused",
    "unreachable",
    "read",
    "forbidden",
    "late",
    "failed",
]
ProbeKind = Literal["readiness", "liveness", "startup"]
RouteRole = Literal["traffic", "mirror", "control-plane", "scrape"]
AddressWay = Literal[
    "ClusterIP",
    "LoadBalancer",
    "ExternalIP",
    "NodePort",
    "HealthCheckNodePort",
    "HostPort",
    "HostNetwork",
    "Node",
    "Pod",
    "Endpoint",
    "OtherNumber",
    "Name",
    "EndpointName",
    "Alias",
]
DnsType = Literal["A", "AAAA", "CNAME", "SRV"]
PortRole = Literal["port", "targetPort", "nodePort"]
UseWord = Literal[
    "traffic",
    "mirror",
    "settings",
    "control-plane",
    "scrape",
    "policy",
    "probe",
    "alias",
    "endpoints",
    "annotation",
]
PortChange = Literal["name", "port", "targetPort", "containerPort", "removal"]
PortMeaning = Literal["port", "portName", "targetPort", "pattern", "all", "default"]
ChangeWord = Literal["worse", "better", "changed", "appeared", "vanished", "unknown"]
FindingChange = Literal["worse", "better", "appeared", "went"]
