"""Who may do what: people who sign in without an account, tools with tokens, and what both did."""
