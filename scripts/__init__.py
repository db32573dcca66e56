"""What is run now and then by hand: makes files that are kept in the repository."""
