"""House rules that no published linter knows. Every rule states its reason when it fires."""
