"""What is passed on: a text for each network, and how long each lets it be."""
