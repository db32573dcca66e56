"""The model: campaigns, their members, their links, and the file that describes them."""
