"""How the program is shipped: an archive per platform, its checksum and list of parts, the krew manifest, the wheel."""
