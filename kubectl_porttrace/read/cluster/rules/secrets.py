"""Secrets: the names of those there are, where a pod names one that does not exist."""

from kubectl_porttrace.read.cluster.names import names_rule

RULE = names_rule("Secret")
