"""What an association prints and pastes."""
