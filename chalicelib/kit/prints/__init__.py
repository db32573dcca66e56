"""What is printed: flyers, posters, and sheets to cut."""
