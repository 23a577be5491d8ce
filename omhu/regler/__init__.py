"""The law as dated data and its one evaluator; knows no Django."""
