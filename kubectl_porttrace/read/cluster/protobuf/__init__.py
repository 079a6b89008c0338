"""Long lists of built-in kinds as protobuf, which costs an API server half as much as JSON, and is decoded faster."""
