"""CustomResourceDefinition, as far as a webhook converts between its versions."""

from collections.abc import Iterator

from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, Value
from kubectl_porttrace.model.reference import Reference, Referrer
from kubectl_porttrace.model.referrers.client_config import WebhookClientConfig, called


class WebhookConversion(Value, frozen=True):
    """`spec.conversion.webhook`."""

    client_config: WebhookClientConfig = WebhookClientConfig()


class CustomResourceConversion(Value, frozen=True):
    """`spec.conversion`: strategy None, which is the default, or Webhook."""

    strategy: str = "None"
    webhook: WebhookConversion | None = None


class CustomResourceDefinitionNames(Value, frozen=True):
    """`spec.names`."""

    plural: str = ""
    kind: str = ""


class CustomResourceDefinitionVersion(Value, frozen=True):
    """One item of `spec.versions`, without its schema, which is most of the object."""

    name: str = ""
    served: bool = False
    storage: bool = False


class CustomResourceDefinitionSpec(Value, frozen=True):
    """`spec`."""

    group: str = ""
    names: CustomResourceDefinitionNames = CustomResourceDefinitionNames()
    versions: tuple[CustomResourceDefinitionVersion, ...] = ()
    conversion: CustomResourceConversion = CustomResourceConversion()


class CustomResourceDefinition(KubernetesObject, frozen=True):
    """A CustomResourceDefinition."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: CustomResourceDefinitionSpec = CustomResourceDefinitionSpec()


def conversion_references(definition: CustomResourceDefinition) -> Iterator[Reference]:
    """The Service that converts between the versions of its objects, if there is one."""
    conversion = definition.spec.conversion
    service = conversion.webhook.client_config.service if conversion.webhook else None
    if conversion.strategy == "Webhook" and service is not None:
        referrer = Referrer("CustomResourceDefinition", "", definition.name)
        yield called(referrer, service, "spec.conversion.webhook.clientConfig.service")
