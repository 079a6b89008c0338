"""Draw the screen in the README anew from the demo: `python -m scripts.readme_screen`."""

from pathlib import Path

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.question import Question, ServiceTarget
from kubectl_porttrace.read.demo import read_demo
from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen

README = Path(__file__).parent.parent / "README.md"
BEGIN = "<!-- screen:begin -->"
END = "<!-- screen:end -->"

SERVICE = "web"
WIDTH = 100


def screen(output: str = "table") -> str:
    """The command and what it prints for one broken Service of the demo."""
    snapshot = read_demo()
    service = next(service for service in snapshot.services if service.name == SERVICE)
    question = Question(service.namespace, (ServiceTarget(SERVICE),))
    told = render(diagnose(snapshot, question), output, Screen(width=WIDTH))
    return f"$ kubectl porttrace {SERVICE} -n {service.namespace} --demo\n{told}"


def drawn(readme: str) -> str:
    """A README with the screen between its two marks.

    Raises:
        ValueError: it has no such marks.
    """
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the README has no {BEGIN} with {END} after it")
    return f"{before}{BEGIN}\n```console\n{screen()}```\n{END}{after}"


if __name__ == "__main__":
    README.write_text(drawn(README.read_text(encoding="utf-8")), encoding="utf-8")
