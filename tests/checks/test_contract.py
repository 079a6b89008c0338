"""What every check keeps to, shown by walking them all."""

import inspect
import re
from collections import Counter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

import kubectl_porttrace.checks
from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.checks.check import FAMILIES, Check
from kubectl_porttrace.model.kinds import KINDS
from kubectl_porttrace.model.other_policies import CLUSTER_POLICY_KINDS, OTHER_POLICIES
from kubectl_porttrace.model.unread import ALIASED_SLICES, SERVICE_LB_PODS, SERVICES_ELSEWHERE
from tests.checks.cases import FOLLOWED

ROOT = Path(kubectl_porttrace.checks.__file__).parent


def _family(folder: Path) -> str:
    """The letter of a folder's family, which its docstring begins with."""
    documentation = import_module(f"{kubectl_porttrace.checks.__name__}.{folder.name}").__doc__ or ""
    told = re.match(r"Family ([A-Z]): ", documentation)
    return told[1] if told else ""


FOLDERS = {folder.name: _family(folder) for folder in ROOT.iterdir() if (folder / "__init__.py").exists()}

RESOURCES = {"services", "endpointslices", "endpoints", "pods", "pods in other namespaces", "nodes", "events"}
RESOURCES |= {kind.known_as for kind in (*CLUSTER_POLICY_KINDS, *OTHER_POLICIES)}
RESOURCES |= {
    "networkpolicies",
    "namespaces",
    ALIASED_SLICES,
    SERVICES_ELSEWHERE,
    SERVICE_LB_PODS,
    "deployments",
    "replicasets",
    "statefulsets",
    "daemonsets",
    "replicationcontrollers",
    "jobs",
    "cronjobs",
    "secrets",
    "configmaps",
    *(kind.known_as for kind in KINDS),
    "horizontalpodautoscalers",
}

CHECKS = list(all_checks().values())
EVERY = pytest.mark.parametrize("check", CHECKS, ids=[check.code for check in CHECKS])


def module_of(check: Check) -> list[str]:
    """The folder and the module of a check."""
    return check.run.__module__.removeprefix(f"{kubectl_porttrace.checks.__name__}.").split(".")


def paragraphs(check: Check) -> list[str]:
    return check.documentation.split("\n\n")


@EVERY
def test_code_and_name_have_their_form(check: Check) -> None:
    assert re.fullmatch(r"PT[A-Z]\d\d", check.code)
    assert check.family in FAMILIES
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", check.name)


def test_names_are_unique() -> None:
    assert [name for name, times in Counter(check.name for check in CHECKS).items() if times > 1] == []


@EVERY
def test_module_lies_in_the_folder_of_its_family(check: Check) -> None:
    assert FOLDERS[module_of(check)[0]] == check.family


def test_each_folder_tells_of_a_family_of_its_own() -> None:
    assert set(FOLDERS.values()) <= set(FAMILIES)
    assert len(set(FOLDERS.values())) == len(FOLDERS)


def test_a_module_holds_one_check() -> None:
    modules = Counter(check.run.__module__ for check in CHECKS)
    assert [module for module, checks in modules.items() if checks > 1] == []


def test_no_module_is_without_a_check() -> None:
    files = {(path.parent.name, path.stem) for path in ROOT.glob("*/*.py") if path.stem != "__init__"}
    assert files - {(module_of(check)[0], module_of(check)[-1]) for check in CHECKS} == set()


@EVERY
def test_documentation_starts_with_one_sentence(check: Check) -> None:
    first = paragraphs(check)[0]
    assert first.endswith(".")
    assert first[0].isupper()
    assert not first.startswith(("Why:", "See:", "Fix:"))


@EVERY
def test_documentation_says_why_how_to_see_it_and_how_to_fix_it(check: Check) -> None:
    starts = [paragraph.split(" ", 1)[0] for paragraph in paragraphs(check)]
    assert [start for start in starts if start in {"Why:", "See:", "Fix:"}] == ["Why:", "See:", "Fix:"]


@EVERY
def test_causes_are_codes_of_checks(check: Check) -> None:
    assert check.causes <= set(all_checks()) - {check.code}


@EVERY
def test_needs_are_resources(check: Check) -> None:
    assert check.uses.union(*check.needs) <= RESOURCES


@EVERY
def test_has_a_test_module_of_its_name(check: Check) -> None:
    folder, module = module_of(check)
    assert find_spec(f"tests.checks.{folder}.test_{module}") is not None


@EVERY
def test_looks_at_one_subject(check: Check) -> None:
    assert list(inspect.signature(check.run).parameters) == ["traced"]
    assert issubclass(check.subject, FOLLOWED)
