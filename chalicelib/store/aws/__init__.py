"""What else of AWS is used: its clients, functions that are started, letters, a shelf of kits."""
