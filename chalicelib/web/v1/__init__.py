"""The JSON API, a file a resource. Every call comes through `door`."""
