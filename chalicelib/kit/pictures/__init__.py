"""Pictures for screens: previews, posts, stories and badges."""
