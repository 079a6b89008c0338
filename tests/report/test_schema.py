import json

import jsonschema
import msgspec
import pytest

from kubectl_porttrace.report.schema import OF_CONTEXTS, PUBLISHED, published, schema, text
from kubectl_porttrace.report.v1 import Report
from tests.render.reports import report_of


@pytest.mark.parametrize("name", [PUBLISHED, OF_CONTEXTS])
def test_published_file_is_fresh(name: str) -> None:
    assert published(name) == text(name), "python -m scripts.publish_schema"


def test_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("field", ["kind", "summary", "notChecked"])
def test_refuses_a_document_that_lacks_a_field(field: str) -> None:
    document = json.loads(msgspec.json.encode(report_of("healthy")))
    del document[field]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema())


def test_accepts_fields_that_come_later() -> None:
    document = json.loads(msgspec.json.encode(report_of("healthy"))) | {"later": 1}
    jsonschema.validate(document, schema())


def test_every_field_is_required() -> None:
    definitions = schema()["$defs"]
    assert definitions["Report"]["required"] == [field.encode_name for field in msgspec.structs.fields(Report)]
    assert all(set(each["required"]) == set(each["properties"]) for each in definitions.values())
