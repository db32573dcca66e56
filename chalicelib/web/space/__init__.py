"""The space of those who sign in: pages and forms, behind `door`."""
