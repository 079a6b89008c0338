"""Whether a template is another one, whatever the API server fills in when it stores it."""

from msgspec.structs import replace

from kubectl_porttrace.model.container import Container, InitContainer, LifecycleHandler, PortAction, Probe
from kubectl_porttrace.model.pod import Pod, PodSpec
from kubectl_porttrace.model.workload import PodTemplate


def same_template(one: PodTemplate, other: PodTemplate) -> bool:
    """Whether two templates make the same pods, as far as it is read: labels, images, ports, probes, hooks.

    Requests and limits are left out: the API server writes quantities in its own way, and nothing here depends on them.
    """
    return one.metadata.labels == other.metadata.labels and _stored(one.spec) == _stored(other.spec)


def may_be_of(pod: Pod, template: PodTemplate) -> bool:
    """Whether a pod may be one that the template makes: it has the labels, and each container as it is there.

    It has more of each, for controllers and admission put something into most pods.
    """
    labelled = template.metadata.labels.items() <= pod.labels.items()
    has = {each.name: each for each in _stored(pod.spec).containers}
    wanted = _stored(template.spec).containers
    return labelled and all(has.get(each.name) == each for each in wanted)


def _stored(spec: PodSpec) -> PodSpec:
    """The spec after `SetDefaults_PodSpec` and those of its parts (`pkg/apis/core/v1/defaults.go`)."""
    return PodSpec(
        containers=tuple(_container(each, host_network=spec.host_network) for each in spec.containers),
        init_containers=tuple(_init_container(each) for each in spec.init_containers),
        host_network=spec.host_network,
        hostname=spec.hostname,
        subdomain=spec.subdomain,
        readiness_gates=spec.readiness_gates,
    )


def _container(container: Container, *, host_network: bool) -> Container:
    ports = tuple(
        replace(port, host_port=port.host_port or (port.container_port if host_network else 0))
        for port in container.ports
    )
    return replace(
        container,
        ports=ports,
        resources=None,
        readiness_probe=_probe(container.readiness_probe),
        liveness_probe=_probe(container.liveness_probe),
        startup_probe=_probe(container.startup_probe),
        lifecycle=None
        if container.lifecycle is None
        else replace(
            container.lifecycle,
            post_start=_handler(container.lifecycle.post_start),
            pre_stop=_handler(container.lifecycle.pre_stop),
        ),
    )


def _init_container(container: InitContainer) -> InitContainer:
    """Its command is not kept everywhere, so it does not count."""
    return replace(
        container,
        resources=None,
        readiness_probe=_probe(container.readiness_probe),
        liveness_probe=_probe(container.liveness_probe),
        startup_probe=_probe(container.startup_probe),
        command=(),
        args=(),
        env=(),
    )


def _probe(probe: Probe | None) -> Probe | None:
    return None if probe is None else replace(probe, http_get=_http(probe.http_get))


def _handler(handler: LifecycleHandler | None) -> LifecycleHandler | None:
    return None if handler is None else replace(handler, http_get=_http(handler.http_get))


def _http(action: PortAction | None) -> PortAction | None:
    return None if action is None else replace(action, scheme=action.scheme or "HTTP", path=action.path or "/")
