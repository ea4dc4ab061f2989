"""Files in, checked values out: the only room that reads YAML or JSON, and the only one that knows pydantic."""
