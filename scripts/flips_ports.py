"""The rules about how a Service port finds its number on a pod, each with its opposite."""

from scripts.flip import Flip

TRACE = "kubectl_porttrace/trace"
MODEL = "kubectl_porttrace/model"

PORTS = (
    Flip(
        "join names without the protocol",
        f"{TRACE}/find_port.py",
        "declaration.port.name == target and declaration.port.protocol == protocol",
        "declaration.port.name == target",
    ),
    Flip(
        "search all init containers",
        f"{TRACE}/find_port.py",
        "in init_containers if container.restartable",
        "in init_containers",
    ),
    Flip("search no sidecars", f"{TRACE}/find_port.py", "in init_containers if container.restartable", "in ()"),
    Flip(
        "look a number up",
        f"{TRACE}/find_port.py",
        "if isinstance(target, int):",
        "if isinstance(target, int) and _declaring(declared, target, protocol):",
    ),
    Flip(
        "default the target to the name",
        f"{MODEL}/service.py",
        "return self.target_port or self.port",
        "return self.target_port or self.name or self.port",
    ),
    Flip(
        "declare without the protocol",
        f"{TRACE}/find_port.py",
        "declaration.port.container_port == number and declaration.port.protocol == protocol",
        "declaration.port.container_port == number",
    ),
    Flip(
        "take every init container for a sidecar",
        f"{MODEL}/container.py",
        'return self.restart_policy == "Always"',
        "return True",
    ),
    Flip(
        "ExternalName has endpoints",
        f"{MODEL}/service.py",
        "return bool(self.spec.selector) and not self.external",
        "return bool(self.spec.selector)",
    ),
)
