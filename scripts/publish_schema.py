"""Write the JSON Schema of the report anew: `python -m scripts.publish_schema`, after a field was added."""

from pathlib import Path

from kubectl_porttrace.report import schema

if __name__ == "__main__":
    Path(schema.__file__).with_name(schema.PUBLISHED).write_text(schema.text(), encoding="utf-8")
