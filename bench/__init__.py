"""What the figures of the README come from. Nothing here is a test: nothing depends on time."""
