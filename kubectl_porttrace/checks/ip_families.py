"""How a Service gets rid of an IP family."""

from collections.abc import Sequence

from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.families import Family, families_of


def drop_families(service: Service, missing: Sequence[Family]) -> str:
    """What the API server takes: a second family may go, the first one stays as long as the Service.

    Source: `pkg/registry/core/service/storage/alloc.go`, `pkg/apis/core/validation/validation.go`
    (`validateUpgradeDowngradeIPFamilies`).
    """
    if families_of(service)[0] not in missing:
        return "set ipFamilyPolicy: SingleStack"
    return f"make the Service again without {' and '.join(missing)}, for the first of its ipFamilies cannot be changed"
