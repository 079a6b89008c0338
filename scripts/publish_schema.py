"""Write the JSON Schema of the report anew: `python -m scripts.publish_schema`, after a field was added."""

from pathlib import Path

from kubectl_porttrace.report import schema

if __name__ == "__main__":
    for name in (schema.PUBLISHED, schema.OF_CONTEXTS):
        Path(schema.__file__).with_name(name).write_text(schema.text(name), encoding="utf-8")
