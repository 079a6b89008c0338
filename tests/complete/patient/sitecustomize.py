"""Found by Python through PYTHONPATH: the program waits for its answer however slow the machine is.

How long it waits is for a person at a shell; what it answers is another question.
"""

from kubectl_porttrace.complete import __main__ as program

program.LIMIT = program.LAST_LIMIT = 100.0
