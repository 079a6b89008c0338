"""A folder for the path of Python: see watching.PATIENT."""
