"""Sources of facts, each open for as long as it is asked: a cluster, files, a recording, files laid over a cluster."""
