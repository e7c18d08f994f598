"""Form КО-1, the cash receipt order with its receipt, as a PDF."""
