"""The only room that touches a network or a disk: a cluster, files or the bundled demo become a Snapshot."""
