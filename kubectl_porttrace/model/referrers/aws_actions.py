"""The actions of the AWS load balancer controller: annotations of an Ingress, some of which forward to Services.

Source: `kubernetes-sigs/aws-load-balancer-controller/pkg/ingress/config_types.go:Action, ForwardActionConfig,
TargetGroupTuple` for the names of fields, `enhanced_backend_builder.go:buildActionViaAnnotation,
normalizeServicePortForBackwardsCompatibility` for what they mean, `pkg/annotations/parser.go:ParseJSONAnnotation`.
"""

from typing import Any, Final, TypeAlias

import msgspec

from kubectl_porttrace.model.meta import Value
from kubectl_porttrace.model.reference import ByName, ByNumber, PortChoice
from kubectl_porttrace.model.written_number import port_number

ALB_ACTIONS: Final = "alb.ingress.kubernetes.io/actions."
"""What the annotations start with; the name of a backend follows."""

ALB_ACTION: Final = "use-annotation"
"""Stands in place of a port's name where the AWS load balancer controller takes the name beside it for an action."""

_FORWARD: Final = "forward"
_Fields: TypeAlias = dict[str, msgspec.Raw]


class ActionTarget(Value, frozen=True):
    """One item of `targetGroups`: a Service, or a group of AWS's own, which has no `serviceName`."""

    service_name: str | None = None
    service_port: int | str | None = None
    weight: int | None = None

    @property
    def choice(self) -> PortChoice:
        """The port: a number that is written as text is a number all the same."""
        if isinstance(self.service_port, int):
            return ByNumber(self.service_port)
        number = port_number(self.service_port or "")
        return ByName(self.service_port or "") if number is None else ByNumber(number)


class ForwardConfig(Value, frozen=True):
    """`forwardConfig` of an action."""

    target_groups: tuple[ActionTarget, ...] = ()


class AwsAction(Value, frozen=True):
    """One action, as far as it names Services; those that redirect or answer name none."""

    type: str = ""
    forward_config: ForwardConfig | None = None


def action_targets(written: str) -> tuple[ActionTarget, ...]:
    """The Services to which an action forwards; none of a text that is no action."""
    config = _parsed(written).forward_config
    return tuple(each for each in config.target_groups if each.service_name) if config is not None else ()


def action_saved(written: str) -> str:
    """The same action with what names Services, and nothing else of it."""
    return msgspec.json.encode(_parsed(written)).decode()


def _parsed(written: str) -> AwsAction:
    """An action that forwards, by its fields of these names; of another one nothing counts (`Action.validate`)."""
    try:
        action = msgspec.json.decode(written or "{}", type=_Fields)
        config = _field(action, "forwardConfig", _Fields | None)
        if config is None or _field(action, "type", str | None) != _FORWARD:
            return AwsAction()
        groups = _field(config, "targetGroups", tuple[_Fields, ...] | None) or ()
        return AwsAction(_FORWARD, ForwardConfig(tuple(map(_target, groups))))
    except msgspec.MsgspecError:
        return AwsAction()


def _target(fields: _Fields) -> ActionTarget:
    return ActionTarget(
        service_name=_field(fields, "serviceName", str | None),
        service_port=_field(fields, "servicePort", int | str | None),
        weight=_field(fields, "weight", int | None),
    )


def _field(fields: _Fields, name: str, type_: Any) -> Any:  # noqa: ANN401 - of the type that is asked for
    """A field as Go's `encoding/json` finds it: by this name, else by one that differs from it in case alone.

    The controller's predecessor wrote these names with capitals, and such annotations are still in use.
    """
    found = fields.get(name) or next((each for key, each in fields.items() if key.lower() == name.lower()), None)
    return None if found is None else msgspec.json.decode(found, type=type_)
