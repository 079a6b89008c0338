"""Family T: what is certain where its cause is not."""
