"""Four DynamoDB tables: the store of a deployment."""
