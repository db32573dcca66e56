"""A request on its way to being a visit: who asks, as whom, and the one write that counts."""
