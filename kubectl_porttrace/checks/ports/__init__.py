"""Family R: from targetPort to container port."""
