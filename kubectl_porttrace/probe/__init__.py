"""`--probe`: ask the API server to try whether something listens, and bring back what came of it as facts."""
