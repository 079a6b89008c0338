"""The report: what was found, in the words of the contract."""
