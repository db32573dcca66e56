"""What the API and the space do alike: whatever either changes or exports is done here, once."""
