"""The IAM policy language: parse, compile, evaluate, explain. Pure; knows no store and no door."""
