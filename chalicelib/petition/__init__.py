"""The petition's official count, read on its platform: sources, their series, what comes next."""
