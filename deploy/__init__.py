"""Putting Porte-voix on AWS: the package, the template, and the stack made of both."""
