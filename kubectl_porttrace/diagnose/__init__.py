"""Run the checks on what was traced, keep one root cause for each failure, and put the Report together."""
