"""`-w` and `--until`: the same question put again whenever something changed, and what changed in plain words."""
